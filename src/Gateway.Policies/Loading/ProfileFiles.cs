namespace Gateway.Policies;

/// <summary>The profiles beside policies. They can be large, so one is read again only when its stamp has changed.</summary>
internal sealed class ProfileFiles
{
    private const long MaxBytes = 64 * 1024 * 1024;
    private readonly Dictionary<string, (string Stamp, byte[] Content)> _read = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyDictionary<string, byte[]>> _byFolder = new(StringComparer.Ordinal);

    /// <summary>Looks at the folders anew from here on; until the next call each is listed once, however many policies it holds.</summary>
    public void LookAnew() => _byFolder.Clear();

    /// <param name="policy">A policy's file.</param>
    /// <returns>By name. What cannot be read is not there.</returns>
    public IReadOnlyDictionary<string, byte[]> Beside(string policy)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(policy))!;
        if (!_byFolder.TryGetValue(folder, out var profiles)) _byFolder[folder] = profiles = ReadFolder(folder);
        return profiles;
    }

    private Dictionary<string, byte[]> ReadFolder(string folder)
    {
        var profiles = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var path in Directory.GetFiles(folder, $"*{FittedProfile.Extension}"))
        {
            if (Read(path) is { } content) profiles[Path.GetFileName(path)] = content;
        }

        return profiles;
    }

    private byte[]? Read(string path)
    {
        try
        {
            // A mounted ConfigMap changes by a symbolic link, so the file behind it is part of the stamp.
            var file = File.ResolveLinkTarget(path, returnFinalTarget: true) as FileInfo ?? new FileInfo(path);
            if (!file.Exists || file.Length > MaxBytes) return null;
            var stamp = $"{file.FullName}|{file.Length}|{file.LastWriteTimeUtc.Ticks}";
            if (_read.TryGetValue(path, out var known) && known.Stamp == stamp) return known.Content;
            var content = File.ReadAllBytes(path);
            _read[path] = (stamp, content);
            return content;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
