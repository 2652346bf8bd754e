using System.Security.Cryptography;

namespace Gateway.Policies;

/// <summary>
/// The policies of a folder as it changes. Contents are compared by hash: a mounted ConfigMap changes by a symbolic link, of which time
/// stamps and file events say nothing. A file is parsed again only when its bytes changed. Not for concurrent use.
/// </summary>
/// <param name="paths">Folders, of which the files <c>*.yaml</c> count, or single files.</param>
public sealed class PolicyFolder(params IReadOnlyList<string> paths)
{
    private static readonly IReadOnlyDictionary<string, string> NothingRefused = new Dictionary<string, string>();

    private readonly SortedDictionary<string, TrackedFile> _files = new(StringComparer.Ordinal);
    private PolicySet _set = new([], []);
    private string _fingerprint = "";

    /// <summary>Looks at the files.</summary>
    /// <param name="models">The models that policies can name.</param>
    /// <param name="refused">Models that are configured and cannot be asked, with the reasons; null for none.</param>
    /// <returns>The policies in force. The same object as before where nothing has changed.</returns>
    public PolicySet Refresh(IReadOnlyCollection<ModelCard> models, IReadOnlyDictionary<string, string>? refused = null)
    {
        refused ??= NothingRefused;
        var missing = Track();
        var fingerprint = Fingerprint(models, refused, missing);
        if (fingerprint == _fingerprint) return _set;

        var problems = Link(new PolicyLinker(models, refused));
        _fingerprint = fingerprint;
        _set = new PolicySet(
            [.. _files.Values.Select(static file => file.InForce?.Definition).OfType<PolicyDefinition>().OrderBy(static policy => policy.Options.Name, StringComparer.OrdinalIgnoreCase)],
            [.. missing, .. problems]);
        return _set;
    }

    /// <summary>Brings the files that are known in line with those that are there.</summary>
    /// <returns>A problem for each path that is not there.</returns>
    private List<PolicyProblem> Track()
    {
        var missing = new List<PolicyProblem>();
        var present = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            if (File.Exists(path)) present[path] = path;
            else if (!Directory.Exists(path)) missing.Add(new PolicyProblem(path, 0, 0, "", "there is no such folder or file; policies are files named <name>.yaml"));
            else foreach (var file in FilesOf(path)) present[file.Path] = file.Shown;
        }

        foreach (var gone in _files.Keys.Except(present.Keys).ToArray()) _files.Remove(gone);
        foreach (var (path, shown) in present)
        {
            if (!_files.TryGetValue(path, out var file)) _files[path] = file = new TrackedFile(shown);
            file.Look(path);
        }

        return missing;
    }

    private static IEnumerable<(string Path, string Shown)> FilesOf(string folder)
    {
        // Messages name the folder and the file, not the machine's whole path: clients of the health endpoint read them too.
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        return Directory.EnumerateFiles(folder, "*.yaml")
            .Where(static path => Path.GetFileName(path) is ['.', ..] == false)
            .Select(path => (path, $"{name}/{Path.GetFileName(path)}"));
    }

    /// <summary>
    /// Chooses a version of each file so that all fit together: the new one, else the one that was in force, else none. A new version
    /// that breaks the set gives way before an unchanged file does.
    /// </summary>
    private List<PolicyProblem> Link(PolicyLinker linker)
    {
        var problems = new Dictionary<string, IReadOnlyList<PolicyProblem>>(StringComparer.Ordinal);
        foreach (var (path, file) in _files)
        {
            file.Candidate = file.Current!.Definition is not null ? file.Current : file.InForce;
            problems[path] = file.Current.Problems;
        }

        while (true)
        {
            var wrong = linker.Check([.. _files.Values.Select(static file => file.Candidate).OfType<PolicyFile>()]);
            if (wrong.Count == 0) break;
            var failing = _files.Where(pair => pair.Value.Candidate is { } candidate && wrong.ContainsKey(candidate)).ToArray();
            var replaceable = failing.Where(static pair => pair.Value.InForce is { } before && before != pair.Value.Candidate).ToArray();
            foreach (var (path, file) in replaceable.Length > 0 ? replaceable : failing)
            {
                problems[path] = [.. problems[path], .. wrong[file.Candidate!]];
                file.Candidate = replaceable.Length > 0 ? file.InForce : null;
            }
        }

        foreach (var file in _files.Values) file.InForce = file.Candidate;
        return [.. problems.Values.SelectMany(static list => list)];
    }

    private string Fingerprint(IReadOnlyCollection<ModelCard> models, IReadOnlyDictionary<string, string> refused, List<PolicyProblem> missing) => string.Join('\n',
    [
        .. _files.Select(static pair => $"{pair.Key}|{pair.Value.Hash}"),
        .. models.Select(static card => $"{card.Name}|{card.Backend}").Order(StringComparer.Ordinal),
        .. refused.Select(static pair => $"{pair.Key}|{pair.Value}").Order(StringComparer.Ordinal),
        .. missing.Select(static problem => problem.File),
    ]);

    /// <summary>A file with the version that is there and the one that is in force.</summary>
    private sealed class TrackedFile(string shown)
    {
        public string Hash { get; private set; } = "";

        public PolicyFile? Current { get; private set; }

        public PolicyFile? Candidate { get; set; }

        public PolicyFile? InForce { get; set; }

        public void Look(string path)
        {
            try
            {
                // One byte more than is legal tells that a file is too large without holding all of it.
                var content = ReadUpTo(path, PolicyFile.MaxBytes + 1);
                var hash = Convert.ToHexStringLower(SHA256.HashData(content));
                if (hash == Hash) return;
                Hash = hash;
                Current = PolicyFile.Read(shown, content);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // The message may hold the whole path; the kind of failure is what helps.
                Hash = exception.GetType().Name;
                Current = PolicyFile.Unreadable(shown, $"the file cannot be read ({exception.GetType().Name})");
            }
        }

        private static byte[] ReadUpTo(string path, int limit)
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var buffer = new byte[Math.Min(file.Length, limit)];
            return buffer[..file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)];
        }
    }
}
