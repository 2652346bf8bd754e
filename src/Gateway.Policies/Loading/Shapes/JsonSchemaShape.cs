using System.Text.Json.Nodes;

namespace Gateway.Policies;

/// <summary>A JSON Schema, written as YAML.</summary>
internal sealed class JsonSchemaShape : Shape
{
    public override string Legal => "a JSON Schema as a mapping";

    public override JsonObject ToJsonSchema() => new() { ["type"] = "object" };

    protected override object? ReadValue(YamlValue value, string key, Reading reading)
    {
        if (value is not YamlMapping mapping) return Refuse(value, key, reading);
        try
        {
            return AnswerSchema.Parse((JsonObject)ToJson(mapping)!);
        }
        catch (FormatException exception)
        {
            reading.Report(value.At, key, exception.Message);
            return null;
        }
    }

    private static JsonNode? ToJson(YamlValue value) => value switch
    {
        YamlMapping mapping => new JsonObject(mapping.Entries.Select(static entry => KeyValuePair.Create(entry.Key.Text, ToJson(entry.Value)))),
        YamlSequence list => new JsonArray([.. list.Items.Select(ToJson)]),
        YamlScalar { IsEmpty: true } => null,
        YamlScalar { Plain: true, Text: "true" } => true,
        YamlScalar { Plain: true, Text: "false" } => false,
        YamlScalar { Plain: true } scalar when IsNumber(scalar.Text) => JsonNode.Parse(scalar.Text),
        YamlScalar scalar => scalar.Text,
        _ => null,
    };

    // What JSON writes as a number is one; YAML's octals and infinities are not.
    private static bool IsNumber(string text)
    {
        if (text is not ['-' or (>= '0' and <= '9'), ..]) return false;
        try
        {
            using var _ = System.Text.Json.JsonDocument.Parse(text);
            return true;
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }
}
