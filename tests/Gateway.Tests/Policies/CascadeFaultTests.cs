using Gateway.Testing;

namespace Gateway.Tests.Policies;

/// <summary>What is left of a cascade's answer when calls fail, money or time is spent, or the client leaves.</summary>
public sealed class CascadeFaultTests
{
    private const string Vote = "kind: cascade\nanswer: number\nstages: [{ model: a, samples: 2, accept: { signal: vote-share, threshold: 1 } }, { model: b }]";
    private static readonly ScriptedAnswer Down = ScriptedAnswer.Failing(FaultKind.Upstream, "it is down");

    [Fact]
    public async Task Answer_StageFailsWholly_AsksTheNext()
    {
        var answer = await TestRun.With(ScriptedModel.Named("a").Always(Down), ScriptedModel.Named("b").Says("9")).AskAsync(Yaml.Policy(Vote));

        Assert.Equal("9", answer.Text);
        Assert.Equal("stage 1, a: none of 2 samples came back; b is asked", answer.Why("defer"));
    }

    [Fact]
    public async Task Answer_PartOfAStageFails_UsesTheRest()
    {
        var policy = Yaml.Policy(Vote.Replace("samples: 2", "samples: 3", StringComparison.Ordinal));

        var answer = await TestRun.With(ScriptedModel.Named("a").Says("7", Down, "7"), ScriptedModel.Named("b")).AskAsync(policy);

        Assert.Equal("7", answer.Text);
    }

    [Fact]
    public async Task Answer_LastStageFails_IsTheAnswerInHand()
    {
        var answer = await TestRun.With(ScriptedModel.Named("a").Says("7", "8"), ScriptedModel.Named("b").Always(Down)).AskAsync(Yaml.Policy(Vote));

        Assert.Equal(("7", "a"), (answer.Text, answer.Record.Model));
        Assert.Equal("the last stage has no answer (b: it is down); the one of a in hand is delivered", answer.Why("fallback"));
    }

    [Theory]
    [InlineData(-1, -2, "first")]
    [InlineData(-2, -1, "second")]
    public async Task Answer_LastStageFails_IsTheSurerOfOneSignal(double first, double second, string expected)
    {
        var policy = Yaml.Policy("kind: cascade\nstages: [{ model: a, accept: { signal: mean-logprob, threshold: 0 } }, { model: b, accept: { signal: mean-logprob, threshold: 0 } }, { model: c }]");

        var answer = await TestRun.With(
            ScriptedModel.Named("a").Says(new ScriptedAnswer("first").WithLogprobs(first)),
            ScriptedModel.Named("b").Says(new ScriptedAnswer("second").WithLogprobs(second)),
            ScriptedModel.Named("c").Always(Down)).AskAsync(policy);

        Assert.Equal(expected, answer.Text);
    }

    [Fact]
    public async Task Answer_LastStageBreaksAfterItsFirstWord_FailsInsteadOfMixingAnswers()
    {
        var breaking = new ScriptedAnswer("half an answer") { Fault = new ModelFault(FaultKind.Upstream, "it broke") };
        var test = TestRun.With(ScriptedModel.Named("a").Says("7", "8"), ScriptedModel.Named("b").Says(breaking));

        await Assert.ThrowsAsync<NoCandidateException>(() => test.AskAsync(Yaml.Policy(Vote), TestRun.Request("q") with { Streaming = true }));
    }

    [Fact]
    public async Task Answer_EveryStageFails_TellsTheReasonsOfAll()
    {
        var test = TestRun.With(ScriptedModel.Named("a").Always(Down), ScriptedModel.Named("b").Always(ScriptedAnswer.Failing(FaultKind.Timeout, "it sleeps")));

        var exception = await Assert.ThrowsAsync<NoCandidateException>(() => test.AskAsync(Yaml.Policy(Vote)));

        Assert.Equal("a: it is down; b: it sleeps", exception.Message);
    }

    [Fact]
    public async Task Answer_BudgetRefusesTheLastStage_IsTheAnswerInHand()
    {
        var answer = await TestRun.With(ScriptedModel.Named("a").Says("7", "8"), ScriptedModel.Named("b")).AskAsync(Yaml.Policy($"{Vote}\nbudget: {{ calls: 2 }}"));

        Assert.Equal(("7", 2), (answer.Text, answer.Spend.Calls));
        Assert.Contains("budget.calls is 2", answer.Why("fallback"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_DeadlinePassesInTheLastStage_IsTheAnswerInHand()
    {
        var test = TestRun.With(ScriptedModel.Named("a").Says("7", "8"), ScriptedModel.Named("b").Says(new ScriptedAnswer("9").After(TimeSpan.FromSeconds(9))));

        var asked = test.AskAsync(Yaml.Policy($"{Vote}\nbudget: {{ wall_clock_ms: 1000 }}"));
        test.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal("7", (await asked).Text);
    }

    [Fact]
    public async Task Answer_ClientLeavesTheLastStage_LeaksNoCall()
    {
        var never = new TaskCompletionSource();
        var last = ScriptedModel.Named("b").Says(new ScriptedAnswer("9").When(never.Task));
        using var client = new CancellationTokenSource();

        var asked = TestRun.With(ScriptedModel.Named("a").Says("7", "8"), last).AskAsync(Yaml.Policy(Vote), cancellationToken: client.Token);
        Assert.Equal(1, last.Active);
        await client.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        Assert.Equal((0, 1), (last.Active, last.Cancelled));
    }
}
