using System.Text.Json.Nodes;

namespace Gateway.Policies;

/// <summary>Any text, blank or empty too.</summary>
internal sealed class VerbatimShape : Shape
{
    public override string Legal => "text";

    public override JsonObject ToJsonSchema() => new() { ["type"] = "string" };

    public override JsonNode? Show(object value) => (string)value;

    protected override object? ReadValue(YamlValue value, string key, Reading reading) =>
        value is YamlScalar { IsEmpty: false } scalar ? scalar.Text : Refuse(value, key, reading);
}
