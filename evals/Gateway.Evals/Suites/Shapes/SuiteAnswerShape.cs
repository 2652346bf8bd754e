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
        YamlMapping { Entries: [{ Key.Text: LooseJsonAnswer.Word, Value: YamlScalar { Text.Length: > 0 } field }] } => new LooseJsonAnswer(field.Text),
        _ => ReadAsInPolicies(value, key, reading),
    };

    /// <summary>What policies say of a wrong answer leaves out what only suites can say.</summary>
    private object? ReadAsInPolicies(YamlValue value, string key, Reading reading)
    {
        var policy = new Reading(reading.File);
        var extractor = _asInPolicies.Read(value, key, policy);
        foreach (var problem in policy.Problems)
            reading.Report(new Position(problem.Line, problem.Column), problem.Key, problem.Message.Replace(_asInPolicies.Legal, Legal, StringComparison.Ordinal));
        return extractor;
    }
}
