namespace Gateway.Policies;

/// <summary>One reading of a policy file: what was found wrong, and which models it names.</summary>
internal sealed class Reading(string file, ReadingPurpose purpose = ReadingPurpose.Serving, IReadOnlyDictionary<string, byte[]>? profiles = null)
{
    private readonly List<PolicyProblem> _problems = [];
    private readonly List<NamedModel> _models = [];
    private readonly Dictionary<string, Position> _places = new(StringComparer.Ordinal);

    public string File { get; } = file;

    public ReadingPurpose Purpose { get; } = purpose;

    /// <summary>The profiles beside the file, by name.</summary>
    public IReadOnlyDictionary<string, byte[]> Profiles { get; } = profiles ?? new Dictionary<string, byte[]>();

    /// <summary>The profile that the file names, whether it is there or not; null for none.</summary>
    public string? Profile { get; private set; }

    /// <summary>What that profile holds; null where it is not there or cannot be used.</summary>
    public FittedProfile? ProfileRead { get; set; }

    /// <summary>The key that names it.</summary>
    public string ProfileKey { get; private set; } = "";

    /// <summary>Where it is named.</summary>
    public Position ProfileAt { get; private set; } = new(1, 1);

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<PolicyProblem> Problems => [.. _problems.OrderBy(static problem => problem.Line).ThenBy(static problem => problem.Column)];

    public IReadOnlyList<NamedModel> Models => _models;

    public bool HasProblems => _problems.Count > 0;

    public void Report(Position at, string key, string message) => _problems.Add(new PolicyProblem(File, at.Line, at.Column, key, message));

    /// <summary>Remembers that the value of a key is a model's name.</summary>
    public void Names(string model, string key, Position at) => _models.Add(new NamedModel(model, key, at));

    /// <summary>Remembers the profile that the file names.</summary>
    public void Learns(string profile, string key, Position at) => (Profile, ProfileKey, ProfileAt) = (profile, key, at);

    /// <summary>Remembers where the value of a key stands.</summary>
    public void Place(string key, Position at) => _places[key] = at;

    /// <summary>Where the value of a key stands; for a key that the file leaves out, the nearest key around it.</summary>
    public Position PlaceOf(string key)
    {
        while (true)
        {
            if (_places.TryGetValue(key, out var at)) return at;
            if (key.Length == 0) return new Position(1, 1);
            key = key.LastIndexOf('.') is var dot and > 0 ? key[..dot] : "";
        }
    }
}
