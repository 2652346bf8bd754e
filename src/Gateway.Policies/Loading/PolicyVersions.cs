using System.Security.Cryptography;

namespace Gateway.Policies;

/// <summary>The versions of policy files over time: what is there, and what is in force. Touches no disk. Not for concurrent use.</summary>
/// <param name="purpose">What they are read for.</param>
internal sealed class PolicyVersions(ReadingPurpose purpose = ReadingPurpose.Serving)
{
    private readonly SortedDictionary<string, TrackedFile> _files = new(StringComparer.Ordinal);
    private PolicySet _set = new([], []);
    private string? _fingerprint;

    /// <summary>Takes note of what is there now. A file is parsed again only where its bytes changed.</summary>
    /// <param name="sources">Every file.</param>
    /// <param name="elsewhere">Problems that belong to no file of these, such as a folder that is not there.</param>
    /// <param name="models">The models that can be asked.</param>
    /// <param name="refused">The models that cannot, with the reasons.</param>
    /// <returns>The same object as before where nothing has changed.</returns>
    public PolicySet Update(
        IReadOnlyList<PolicySource> sources, IReadOnlyList<PolicyProblem> elsewhere, IReadOnlyCollection<ModelCard> models, IReadOnlyDictionary<string, string> refused)
    {
        foreach (var gone in _files.Keys.Except(sources.Select(static source => source.Path)).ToArray()) _files.Remove(gone);
        foreach (var source in sources)
        {
            if (!_files.TryGetValue(source.Path, out var file)) _files[source.Path] = file = new TrackedFile();
            file.Read(source, purpose);
        }

        var fingerprint = Fingerprint(elsewhere, models, refused);
        if (fingerprint == _fingerprint) return _set;
        _fingerprint = fingerprint;
        var problems = Link(new PolicyLinker(models, refused));
        var policies = _files.Values.Select(static file => file.InForce?.Definition).OfType<PolicyDefinition>();
        return _set = new PolicySet([.. policies.OrderBy(static policy => policy.Options.Name, StringComparer.OrdinalIgnoreCase)], [.. elsewhere, .. problems]);
    }

    /// <summary>
    /// Chooses a version of each file so that all fit together: the new one, else the one that was in force, else none. A new version
    /// that breaks the set gives way before an unchanged file does.
    /// </summary>
    private List<PolicyProblem> Link(PolicyLinker linker)
    {
        foreach (var file in _files.Values) file.Propose();
        while (true)
        {
            var wrong = linker.Check([.. _files.Values.Select(static file => file.Proposed).OfType<PolicyFile>()]);
            if (wrong.Count == 0) break;
            var failing = _files.Values.Where(file => file.Proposed is { } proposed && wrong.ContainsKey(proposed)).ToArray();
            var replaceable = failing.Where(static file => file.CanFallBack).ToArray();
            foreach (var file in replaceable.Length > 0 ? replaceable : failing) file.GiveWay(wrong[file.Proposed!]);
        }

        foreach (var file in _files.Values) file.Enforce();
        return [.. _files.Values.SelectMany(static file => file.Problems)];
    }

    private string Fingerprint(IReadOnlyList<PolicyProblem> elsewhere, IReadOnlyCollection<ModelCard> models, IReadOnlyDictionary<string, string> refused) => string.Join('\n',
    [
        .. _files.Select(static pair => $"{pair.Key}|{pair.Value.Hash}"),
        .. elsewhere.Select(static problem => problem.ToString()),
        .. models.Select(static card => $"{card.Name}|{card.Backend}").Order(StringComparer.Ordinal),
        .. refused.Select(static pair => $"{pair.Key}|{pair.Value}").Order(StringComparer.Ordinal),
    ]);

    /// <summary>A file with the version that is there, the one that is in force, and the one that is being tried.</summary>
    private sealed class TrackedFile
    {
        private PolicyFile? _current;

        // The last version that was in force: also while it is not, for want of a model that may come back.
        private PolicyFile? _good;

        public string Hash { get; private set; } = "";

        public PolicyFile? Proposed { get; private set; }

        public PolicyFile? InForce { get; private set; }

        public IReadOnlyList<PolicyProblem> Problems { get; private set; } = [];

        public bool CanFallBack => _good is not null && !ReferenceEquals(_good, Proposed);

        public void Read(PolicySource source, ReadingPurpose purpose)
        {
            var content = source.Unreadable ?? Convert.ToHexStringLower(SHA256.HashData(source.Content));
            if (Fingerprint(content, source) == Hash) return;
            _current = source.Unreadable is { } reason ? PolicyFile.Unreadable(source.Shown, reason) : PolicyFile.Read(source.Shown, source.Content, purpose, source.Profiles);
            Hash = Fingerprint(content, source);
        }

        /// <summary>The file's content, and that of the profile that it named when it was read last.</summary>
        private string Fingerprint(string content, PolicySource source) =>
            _current?.Profile is { } name ? $"{content}|{(source.Profiles.TryGetValue(name, out var profile) ? Convert.ToHexStringLower(SHA256.HashData(profile)) : "none")}" : content;

        public void Propose()
        {
            Proposed = _current!.Definition is not null ? _current : _good;
            Problems = _current.Problems;
        }

        public void GiveWay(IReadOnlyList<PolicyProblem> because)
        {
            Problems = [.. Problems, .. because];
            Proposed = CanFallBack ? _good : null;
        }

        public void Enforce()
        {
            InForce = Proposed;
            _good = InForce ?? _good;
        }
    }
}
