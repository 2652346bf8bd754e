using System.Text.Json.Nodes;
using Gateway.Policies;

namespace Gateway.Evals.Suites;

/// <summary>What a policy can say of answers, and what only a suite can: <c>raw</c>, and <c>{json_field: NAME}</c>.</summary>
internal sealed class SuiteAnswerShape : Shape
{
    private readonly AnswerShape _asInPolicies = new();

    public override string Legal => $"{RawAnswer.Word}, {{{LooseJsonAnswer.Word}: NAME}}, {_asInPolicies.Legal}";

    public override JsonObject ToJsonSchema() => new() { ["oneOf"] = new JsonArray(new JsonObject { ["const"] = RawAnswer.Word }, _asInPolicies.ToJsonSchema()) };

    protected override object? ReadValue(YamlValue value, string key, Reading reading) => value switch
    {
        YamlScalar { Text: RawAnswer.Word } => new RawAnswer(),
        YamlMapping { Entries: [{ Key.Text: LooseJsonAnswer.Word, Value: YamlScalar { IsEmpty: false } field }] } => new LooseJsonAnswer(field.Text),
        _ => _asInPolicies.Read(value, key, reading),
    };
}
