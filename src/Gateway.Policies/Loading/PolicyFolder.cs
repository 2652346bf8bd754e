namespace Gateway.Policies;

/// <summary>
/// The policies of a folder as it changes. Contents are compared by hash: a mounted ConfigMap changes by a symbolic link, of which time
/// stamps and file events say nothing. Not for concurrent use.
/// </summary>
/// <param name="paths">Folders, of which the files <c>*.yaml</c> count, or single files.</param>
/// <param name="purpose">What they are read for.</param>
public sealed class PolicyFolder(IReadOnlyList<string> paths, ReadingPurpose purpose = ReadingPurpose.Serving)
{
    private static readonly IReadOnlyDictionary<string, string> NothingRefused = new Dictionary<string, string>();
    private readonly PolicyVersions _versions = new(purpose);
    private readonly ProfileFiles _profiles = new();

    public PolicyFolder(string path)
        : this([path])
    {
    }

    /// <summary>Reads the files and parses those whose content has changed.</summary>
    /// <param name="models">The models that policies can name.</param>
    /// <param name="refused">Models that are configured and cannot be asked, with the reasons; null for none.</param>
    /// <returns>The policies in force and every problem. The same object as before where nothing has changed.</returns>
    /// <exception cref="IOException">A folder cannot be listed. What was in force before stays so for the caller that keeps it.</exception>
    public PolicySet Refresh(IReadOnlyCollection<ModelCard> models, IReadOnlyDictionary<string, string>? refused = null)
    {
        _profiles.LookAnew();
        var problems = new List<PolicyProblem>();
        var sources = new SortedDictionary<string, PolicySource>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            if (File.Exists(path)) sources[path] = Read(path, path);
            else if (Directory.Exists(path)) ReadFolder(path, sources, problems);
            else problems.Add(new PolicyProblem(path, 0, 0, "", "there is no such folder or file; a policy is a file <name>.yaml in it"));
        }

        return _versions.Update([.. sources.Values], problems, models, refused ?? NothingRefused);
    }

    private void ReadFolder(string folder, SortedDictionary<string, PolicySource> sources, List<PolicyProblem> problems)
    {
        // Messages name the folder and the file, not the machine's whole path: clients of the health endpoint read them too.
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        foreach (var path in FilesOf(folder))
        {
            // No policy's name begins with a dot; what does is an editor's.
            var file = Path.GetFileName(path);
            if (file[0] == '.') continue;
            if (file.EndsWith(".yaml", StringComparison.Ordinal)) sources[path] = Read(path, $"{name}/{file}");
            else if (file.EndsWith(".yml", StringComparison.OrdinalIgnoreCase)) problems.Add(new PolicyProblem($"{name}/{file}", 0, 0, "", "policies end in .yaml; rename the file"));
        }
    }

    private static IEnumerable<string> FilesOf(string folder)
    {
        try
        {
            return Directory.GetFiles(folder).Order(StringComparer.Ordinal);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException($"The folder {folder} cannot be listed.", exception);
        }
    }

    private PolicySource Read(string path, string shown)
    {
        try
        {
            // One byte more than is legal tells that a file is too large without holding all of it.
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var content = new byte[Math.Min(file.Length, PolicyFile.MaxBytes + 1)];
            return new PolicySource(path, shown, content[..file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false)]) { Profiles = _profiles.Beside(path) };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Its message may hold the whole path.
            return new PolicySource(path, shown, [], $"the file cannot be read ({exception.GetType().Name})");
        }
    }
}
