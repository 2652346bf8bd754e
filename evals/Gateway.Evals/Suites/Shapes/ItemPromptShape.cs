using System.Text.Json.Nodes;
using Gateway.Policies;

namespace Gateway.Evals.Suites;

/// <summary>A prompt over variables that only the items know.</summary>
internal sealed class ItemPromptShape : Shape
{
    public override string Legal => "a Semantic Kernel prompt template over the items' fields, such as {{$question}}";

    public override JsonObject ToJsonSchema() => new() { ["type"] = "string", ["minLength"] = 1 };

    protected override object? ReadValue(YamlValue value, string key, Reading reading)
    {
        if (value is not YamlScalar { IsEmpty: false } scalar || string.IsNullOrWhiteSpace(scalar.Text)) return Refuse(value, key, reading);
        try
        {
            return PromptTemplate.Parse(scalar.Text, TemplateText.Of(scalar.Text).Fields);
        }
        catch (FormatException exception)
        {
            reading.Report(scalar.At, key, exception.Message);
            return null;
        }
    }
}
