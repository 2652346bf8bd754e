using Gateway.Testing;

namespace Gateway.Tests.Policies;

public sealed class VerifierTests
{
    private static readonly PolicyDefinition Checked = Yaml.Policy("kind: best-of-n\nmodel: m\nn: 3\nselect: { by: verifier, regex: 'ok' }");

    [Fact]
    public async Task Answer_SeveralPass_IsTheFirstInCallOrderWhateverArrivesFirst()
    {
        var late = new TaskCompletionSource();
        var model = ScriptedModel.Named("m").Says("no", new ScriptedAnswer("ok late").When(late.Task), "ok early");

        var asked = TestRun.With(model).AskAsync(Checked);
        Assert.False(asked.IsCompleted);
        late.SetResult();

        Assert.Equal("ok late", (await asked).Text);
    }

    [Fact]
    public async Task Answer_FirstToPassIsKnown_CancelsTheRest()
    {
        var never = new TaskCompletionSource();
        var model = ScriptedModel.Named("m").Says("no", "is ok", new ScriptedAnswer("ok").When(never.Task));

        var answer = await TestRun.With(model).AskAsync(Checked);

        Assert.Equal(("is ok", 1, 0), (answer.Text, model.Cancelled, model.Active));
        Assert.Equal("m's sample 1 is the first that passed; 2 of 3 samples finished, 1 were not needed", answer.Why("winner"));
        Assert.Equal([0, 1], Assert.Single(answer.Record.Events.OfType<Scored>()).Scores.Select(static score => (int)score.Score!));
    }

    [Fact]
    public async Task Answer_NonePasses_IsTheFirstThatFinishedAndSaysSo()
    {
        var answer = await TestRun.With(ScriptedModel.Named("m").Says(ScriptedAnswer.Failing(FaultKind.Upstream), "bad", "worse")).AskAsync(Checked);

        Assert.Equal("bad", answer.Text);
        Assert.StartsWith("no candidate passed", answer.Why("fallback"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_EverySampleFails_Throws()
    {
        var model = ScriptedModel.Named("m").Always(ScriptedAnswer.Failing(FaultKind.Upstream));

        Assert.Equal(3, (await Assert.ThrowsAsync<NoCandidateException>(() => TestRun.With(model).AskAsync(Checked))).Failed.Count);
    }

    [Fact]
    public async Task Answer_JsonSchema_TakesTheOneThatFulfilsIt()
    {
        var policy = Yaml.Policy("""
            kind: best-of-n
            model: m
            n: 3
            select:
              by: verifier
              json_schema: { type: object, properties: { age: { type: integer, minimum: 0 } }, required: [age] }
            """);
        var model = ScriptedModel.Named("m").Says("""{"age": -1}""", "```json\n{\"age\": 3}\n```", """{"age": 4}""");

        Assert.Equal("```json\n{\"age\": 3}\n```", (await TestRun.With(model).AskAsync(policy)).Text);
    }
}
