using System.Text.Json.Nodes;

namespace Gateway.Policies;

/// <summary>A weight for each of some models.</summary>
internal sealed class VoteWeightsShape : Shape
{
    private readonly NumberShape<decimal> _weight = new(0, 1000);

    public override string Legal => $"{{model: weight}}, each {_weight.Legal}";

    public override JsonObject ToJsonSchema() => new() { ["type"] = "object", ["additionalProperties"] = _weight.ToJsonSchema(), ["minProperties"] = 1 };

    protected override object? ReadValue(YamlValue value, string key, Reading reading)
    {
        if (value is not YamlMapping { Entries.Count: > 0 } mapping) return Refuse(value, key, reading);
        var weights = new Dictionary<string, decimal>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in mapping.Entries)
        {
            if (_weight.Read(entry.Value, $"{key}.{entry.Key.Text}", reading) is not decimal weight) continue;
            if (!weights.TryAdd(entry.Key.Text, weight)) reading.Report(entry.Key.At, $"{key}.{entry.Key.Text}", "given twice; names do not differ by case");
        }

        return weights.Count == mapping.Entries.Count ? new VoteWeights(weights) : null;
    }
}
