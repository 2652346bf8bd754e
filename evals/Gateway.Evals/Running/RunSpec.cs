using System.Text.Json.Nodes;

namespace Gateway.Evals.Running;

/// <summary>What a run was made of: all that is needed to make it again.</summary>
internal sealed record RunSpec
{
    public required string Suite { get; init; }

    public required int SuiteVersion { get; init; }

    public required string SuiteHash { get; init; }

    public required string DataHash { get; init; }

    public required string Policy { get; init; }

    public required string Kind { get; init; }

    /// <summary>The file's hash of the policy and of each that it calls, by name.</summary>
    public required IReadOnlyDictionary<string, string> PolicyHashes { get; init; }

    /// <summary>What each model was: <c>recorded</c>, the hash of a local file, or an endpoint with the name that it knows.</summary>
    public required IReadOnlyDictionary<string, string> Models { get; init; }

    /// <summary>The policy asks the suite's grader, which sees the gold answer.</summary>
    public bool IsOracle { get; init; }

    public required string Split { get; init; }

    public required long Seed { get; init; }

    /// <summary><c>i/n</c>; null for all items.</summary>
    public string? Shard { get; init; }

    public int? Limit { get; init; }

    /// <summary>The model that is the best by itself on the fit split; null where that is not known.</summary>
    public BestSingle? BestSingle { get; init; }

    /// <summary>The source's state: commit, and whether something in it was changed.</summary>
    public string? Commit { get; init; }

    public required string Version { get; init; }

    public required string Command { get; init; }

    /// <summary>Why results of one cannot go into the folder of the other; null where they can. A limit may grow, and a commit may pass by.</summary>
    public static string? Difference(RunSpec old, RunSpec now)
    {
        (string Name, string Old, string Now)[] fields =
        [
            ("suite", $"{old.Suite} {old.SuiteVersion} ({old.SuiteHash})", $"{now.Suite} {now.SuiteVersion} ({now.SuiteHash})"),
            ("data", old.DataHash, now.DataHash),
            ("policy", Listed(old.PolicyHashes), Listed(now.PolicyHashes)),
            ("models", Listed(old.Models), Listed(now.Models)),
            ("split", old.Split, now.Split),
            ("seed", $"{old.Seed}", $"{now.Seed}"),
            ("shard", old.Shard ?? "all", now.Shard ?? "all"),
        ];
        var (name, before, after) = fields.FirstOrDefault(static field => field.Old != field.Now);
        if (name is not null) return $"its {name} was {before}, now it is {after}";
        return old.Shard is not null && old.Limit != now.Limit ? $"its limit was {old.Limit}, now it is {now.Limit}, which gives a shard other items" : null;
    }

    public JsonObject ToJson() => new()
    {
        ["suite"] = Suite,
        ["suite_version"] = SuiteVersion,
        ["suite_hash"] = SuiteHash,
        ["data_hash"] = DataHash,
        ["policy"] = Policy,
        ["kind"] = Kind,
        ["policy_hashes"] = Map(PolicyHashes),
        ["models"] = Map(Models),
        ["oracle"] = IsOracle,
        ["split"] = Split,
        ["seed"] = Seed,
        ["shard"] = Shard,
        ["limit"] = Limit,
        ["best_single"] = BestSingle?.ToJson(),
        ["commit"] = Commit,
        ["version"] = Version,
        ["command"] = Command,
    };

    /// <exception cref="InvalidOperationException">It is none.</exception>
    public static RunSpec Read(JsonObject json) => new()
    {
        Suite = Text(json, "suite"),
        SuiteVersion = Value(json, "suite_version").GetValue<int>(),
        SuiteHash = Text(json, "suite_hash"),
        DataHash = Text(json, "data_hash"),
        Policy = Text(json, "policy"),
        Kind = Text(json, "kind"),
        PolicyHashes = Map(Value(json, "policy_hashes")),
        Models = Map(Value(json, "models")),
        IsOracle = Value(json, "oracle").GetValue<bool>(),
        Split = Text(json, "split"),
        Seed = Value(json, "seed").GetValue<long>(),
        Shard = json["shard"]?.GetValue<string>(),
        Limit = json["limit"]?.GetValue<int>(),
        BestSingle = json["best_single"] is JsonObject best ? BestSingle.Read(best) : null,
        Commit = json["commit"]?.GetValue<string>(),
        Version = Text(json, "version"),
        Command = Text(json, "command"),
    };

    private static JsonNode Value(JsonObject json, string key) => json[key] ?? throw new InvalidOperationException($"'{key}' is missing");

    private static string Text(JsonObject json, string key) => Value(json, key).GetValue<string>();

    private static JsonObject Map(IReadOnlyDictionary<string, string> map) =>
        new(map.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));

    private static SortedDictionary<string, string> Map(JsonNode json) =>
        new(json.AsObject().ToDictionary(static pair => pair.Key, static pair => pair.Value!.GetValue<string>()), StringComparer.Ordinal);

    private static string Listed(IReadOnlyDictionary<string, string> map) =>
        string.Join(", ", map.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => $"{pair.Key} {pair.Value}"));
}
