using System.Text.Json.Nodes;
using Gateway.Policies;

namespace Gateway.Evals.Suites;

/// <summary>A list of texts.</summary>
internal sealed class TextListShape : Shape
{
    public override string Legal => "a list of texts";

    public override JsonObject ToJsonSchema() => new() { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string" } };

    protected override object? ReadValue(YamlValue value, string key, Reading reading)
    {
        if (value is not YamlSequence { Items.Count: > 0 } list || list.Items.Any(static item => item is not YamlScalar { IsEmpty: false })) return Refuse(value, key, reading);
        return list.Items.Select(static item => ((YamlScalar)item).Text).ToArray();
    }
}
