using System.Globalization;
using System.Text.Json.Nodes;

namespace Gateway.Policies;

/// <summary>How much a sample of each model counts in a vote (the external weights of ModelSwitch, arXiv 2504.00762). Models that are not named count 1.</summary>
public sealed class VoteWeights(IReadOnlyDictionary<string, decimal> byModel)
{
    private const string Key = "weights";
    private readonly Dictionary<string, decimal> _byModel = new(byModel, StringComparer.OrdinalIgnoreCase);

    public static VoteWeights Equal { get; } = new(new Dictionary<string, decimal>());

    public IReadOnlyCollection<string> Names => _byModel.Keys;

    public decimal Of(string model) => _byModel.GetValueOrDefault(model, 1);

    /// <summary>As a profile holds them.</summary>
    public JsonObject ToJson() => new()
    {
        [Key] = new JsonObject(_byModel.OrderBy(static pair => pair.Key, StringComparer.OrdinalIgnoreCase).Select(static pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
    };

    /// <returns>Null where a profile holds none.</returns>
    public static VoteWeights? Read(JsonObject fitted)
    {
        if (fitted[Key] is not JsonObject weights) return null;
        var byModel = new Dictionary<string, decimal>(StringComparer.OrdinalIgnoreCase);
        foreach (var (model, weight) in weights)
        {
            if (weight is not JsonValue value || !value.TryGetValue<decimal>(out var number) || number is < 0 or > 1000) return null;
            byModel[model] = number;
        }

        return new VoteWeights(byModel);
    }

    public override string ToString() => string.Join(", ", _byModel.OrderBy(static pair => pair.Key, StringComparer.OrdinalIgnoreCase).Select(static pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} {pair.Value:0.###}")));
}
