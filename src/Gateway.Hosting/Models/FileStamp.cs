namespace Gateway.Hosting;

/// <summary>What tells a model's file from another one at the same path. Its content is gigabytes, and is not read for this.</summary>
/// <param name="Target">The file itself, where the path is a symbolic link.</param>
/// <param name="Length">In bytes.</param>
/// <param name="LastWrite">In UTC.</param>
internal readonly record struct FileStamp(string Target, long Length, DateTime LastWrite)
{
    /// <summary>All of it: a date's own text ends at the second.</summary>
    public override string ToString() => $"{Target} {Length} {LastWrite:O}";

    /// <returns>Null where there is no such file, or it cannot be looked at.</returns>
    public static FileStamp? Of(string path)
    {
        try
        {
            var file = File.ResolveLinkTarget(path, returnFinalTarget: true) as FileInfo ?? new FileInfo(path);
            return file.Exists ? new FileStamp(file.FullName, file.Length, file.LastWriteTimeUtc) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
