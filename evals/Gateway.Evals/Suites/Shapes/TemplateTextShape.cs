using System.Text.Json.Nodes;
using Gateway.Policies;

namespace Gateway.Evals.Suites;

/// <summary>A text with fields of a row in it.</summary>
internal sealed class TemplateTextShape : Shape
{
    public override string Legal => "a text with fields of the row, such as {{$answer}}";

    public override JsonObject ToJsonSchema() => new() { ["type"] = "string", ["minLength"] = 1 };

    public override JsonNode? Show(object value) => value.ToString();

    protected override object? ReadValue(YamlValue value, string key, Reading reading) =>
        value is YamlScalar scalar && !string.IsNullOrWhiteSpace(scalar.Text) ? TemplateText.Of(scalar.Text) : Refuse(value, key, reading);
}
