using System.Text.Json.Nodes;
using Gateway.Policies;

namespace Gateway.Evals.Suites;

/// <summary>Text by name.</summary>
internal sealed class TextMapShape(string legal) : Shape
{
    public override string Legal => legal;

    public override JsonObject ToJsonSchema() => new() { ["type"] = "object", ["additionalProperties"] = new JsonObject { ["type"] = "string" } };

    protected override object? ReadValue(YamlValue value, string key, Reading reading)
    {
        if (value is not YamlMapping { Entries.Count: > 0 } mapping || mapping.Entries.Any(static entry => entry.Value is not YamlScalar { IsEmpty: false })) return Refuse(value, key, reading);
        return mapping.Entries.ToDictionary(static entry => entry.Key.Text, static entry => ((YamlScalar)entry.Value).Text, StringComparer.Ordinal);
    }
}
