using System.Text.Json.Nodes;

namespace Gateway.Policies;

/// <summary>A number of samples, or numbers by model.</summary>
internal sealed class SampleCountsShape : Shape
{
    private readonly NumberShape<int> _count = new(1, 1024);

    public override string Legal => $"{_count.Legal}, or {{model: number}}";

    public override JsonObject ToJsonSchema() => new()
    {
        ["oneOf"] = new JsonArray(
            _count.ToJsonSchema(),
            new JsonObject { ["type"] = "object", ["additionalProperties"] = _count.ToJsonSchema(), ["minProperties"] = 1 }),
    };

    protected override object? ReadValue(YamlValue value, string key, Reading reading)
    {
        if (value is YamlScalar) return _count.Read(value, key, reading) is int each ? new SampleCounts(each) : null;
        if (value is not YamlMapping { Entries.Count: > 0 } mapping) return Refuse(value, key, reading);
        var counts = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in mapping.Entries)
        {
            if (_count.Read(entry.Value, $"{key}.{entry.Key.Text}", reading) is not int count) continue;
            if (!counts.TryAdd(entry.Key.Text, count)) reading.Report(entry.Key.At, $"{key}.{entry.Key.Text}", "given twice; names do not differ by case");
        }

        return counts.Count == mapping.Entries.Count ? new SampleCounts(counts) : null;
    }
}
