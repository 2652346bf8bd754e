using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Gateway.Policies;

/// <summary>What of a text is the answer: a word, or <c>{regex: R}</c>.</summary>
internal sealed class AnswerShape : Shape
{
    private const string JsonPrefix = "json:";
    private static readonly IAnswerExtractor[] Words = [new NumberAnswer(), new ChoiceAnswer(), new BoxedAnswer(), new LastLineAnswer(), WholeAnswer.Instance];
    private readonly RegexShape _regex = new();

    public override string Legal => $"{string.Join(", ", Words.AsEnumerable())}, json:<pointer> such as json:/answer, or {{regex: R}}";

    public override JsonObject ToJsonSchema() => new()
    {
        ["oneOf"] = new JsonArray(
            new JsonObject { ["enum"] = new JsonArray([.. Words.Select(static word => (JsonNode)word.ToString()!)]) },
            new JsonObject { ["type"] = "string", ["pattern"] = "^json:(/([^~]|~[01])*)?$" },
            new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject { ["regex"] = _regex.ToJsonSchema() },
                ["required"] = new JsonArray("regex"),
                ["additionalProperties"] = false,
            }),
    };

    public override JsonNode? Show(object value) => value.ToString();

    protected override object? ReadValue(YamlValue value, string key, Reading reading)
    {
        switch (value)
        {
            case YamlScalar scalar when Words.FirstOrDefault(word => word.ToString() == scalar.Text) is { } known:
                return known;
            case YamlScalar scalar when scalar.Text.StartsWith(JsonPrefix, StringComparison.Ordinal) && JsonPointerAnswer.TryParse(scalar.Text[JsonPrefix.Length..]) is { } pointer:
                return pointer;
            case YamlMapping { Entries: [{ Key.Text: "regex" } only] }:
                return _regex.Read(only.Value, $"{key}.regex", reading) is Regex regex ? new RegexAnswer(regex) : null;
            case YamlScalar scalar:
                reading.Report(value.At, key, $"{scalar.Shown} is not legal{Nearest.Hint(scalar.Text, Words.Select(static word => word.ToString()!))}; give {Legal}");
                return null;
            default:
                return Refuse(value, key, reading);
        }
    }
}
