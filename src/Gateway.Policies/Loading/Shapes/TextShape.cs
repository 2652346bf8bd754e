using System.Text.Json.Nodes;

namespace Gateway.Policies;

/// <summary>Any text but blank.</summary>
internal sealed class TextShape : Shape
{
    public override string Legal => "text";

    public override JsonObject ToJsonSchema() => new() { ["type"] = "string", ["minLength"] = 1 };

    protected override object? ReadValue(YamlValue value, string key, Reading reading) =>
        value is YamlScalar { IsEmpty: false } scalar && !string.IsNullOrWhiteSpace(scalar.Text) ? scalar.Text : Refuse(value, key, reading);
}
