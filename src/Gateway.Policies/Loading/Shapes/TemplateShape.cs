using System.Text.Json.Nodes;

namespace Gateway.Policies;

/// <summary>A Semantic Kernel prompt template over given variables.</summary>
internal sealed class TemplateShape(string[] variables) : Shape
{
    public override string Legal => $"a Semantic Kernel prompt template over {string.Join(", ", variables.Select(static variable => $"{{{{${variable}}}}}"))}";

    public override JsonObject ToJsonSchema() => new() { ["type"] = "string", ["minLength"] = 1 };

    public override JsonNode? Show(object value) => value.ToString();

    protected override object? ReadValue(YamlValue value, string key, Reading reading)
    {
        if (value is not YamlScalar { IsEmpty: false } scalar || string.IsNullOrWhiteSpace(scalar.Text)) return Refuse(value, key, reading);
        try
        {
            return PromptTemplate.Parse(scalar.Text, variables);
        }
        catch (FormatException exception)
        {
            reading.Report(scalar.At, key, exception.Message);
            return null;
        }
    }
}
