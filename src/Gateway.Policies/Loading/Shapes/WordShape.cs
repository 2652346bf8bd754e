using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.Policies;

/// <summary>One of an enumeration's words, in kebab case.</summary>
internal sealed class WordShape(Type type) : Shape
{
    private readonly (string Word, object Value)[] _words =
        [.. Enum.GetValues(type).Cast<object>().Select(static value => (JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()!), value))];

    public override string Legal => string.Join(", ", _words.Select(static known => known.Word));

    public override JsonObject ToJsonSchema() => new() { ["enum"] = new JsonArray([.. _words.Select(static known => (JsonNode)known.Word)]) };

    public override JsonNode? Show(object value) => _words.First(known => known.Value.Equals(value)).Word;

    protected override object? ReadValue(YamlValue value, string key, Reading reading)
    {
        var text = (value as YamlScalar)?.Text;
        if (Array.Find(_words, known => known.Word == text).Value is { } meant) return meant;
        var hint = text is null ? "" : Nearest.Hint(text, _words.Select(static known => known.Word));
        reading.Report(value.At, key, $"{value.Shown} is not legal{hint}; give {Legal}");
        return null;
    }
}
