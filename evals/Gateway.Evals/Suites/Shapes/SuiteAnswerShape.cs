using System.Text.Json.Nodes;
using Gateway.Policies;

namespace Gateway.Evals.Suites;

/// <summary>What a policy can say of answers, and <c>raw</c>.</summary>
internal sealed class SuiteAnswerShape : Shape
{
    private readonly AnswerShape _asInPolicies = new();

    public override string Legal => $"{RawAnswer.Word}, {_asInPolicies.Legal}";

    public override JsonObject ToJsonSchema() => new() { ["oneOf"] = new JsonArray(new JsonObject { ["const"] = RawAnswer.Word }, _asInPolicies.ToJsonSchema()) };

    protected override object? ReadValue(YamlValue value, string key, Reading reading) =>
        value is YamlScalar { Text: RawAnswer.Word } ? new RawAnswer() : _asInPolicies.Read(value, key, reading);
}
