using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Gateway.Policies;

/// <summary>A name of the gateway's one name space. Where it names a model, the place is remembered for linking.</summary>
/// <param name="namesModel">It names a model or a policy.</param>
/// <param name="orWord">A word that may stand in the name's place and is none; null for none.</param>
internal sealed partial class NameShape(bool namesModel, string? orWord = null) : Shape
{
    private const string Pattern = "^[A-Za-z0-9][A-Za-z0-9._-]*$";

    public override string Legal =>
        $"{(orWord is null ? "" : $"{orWord}, or ")}{(namesModel ? "a model's or a policy's name" : "a name")}: letters, digits, '.', '_' and '-', beginning with a letter or digit";

    public static bool IsName(string text) => Name().IsMatch(text);

    public override JsonObject ToJsonSchema() => new() { ["type"] = "string", ["pattern"] = Pattern };

    public override JsonNode? Show(object value) => orWord is not null ? (string)value : null;

    protected override object? ReadValue(YamlValue value, string key, Reading reading)
    {
        if (value is not YamlScalar { IsEmpty: false } scalar || !IsName(scalar.Text)) return Refuse(value, key, reading);
        if (namesModel && scalar.Text != orWord) reading.Names(scalar.Text, key, scalar.At);
        return scalar.Text;
    }

    // \z instead of the schema's $, which in .NET lets a final line break pass.
    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
