using Gateway.Testing;
using Microsoft.Extensions.AI;

namespace Gateway.Tests.Policies;

public sealed class CascadeTests
{
    private const string Sure = "kind: cascade\nstages: [{ model: a, accept: { signal: mean-logprob, threshold: -0.5 } }, { model: b }]";
    private static readonly PolicyDefinition ByLogprob = Yaml.Policy(Sure);

    [Fact]
    public async Task Answer_FirstStageIsSure_IsItsAnswerAlone()
    {
        var (a, b) = (ScriptedModel.Named("a").Says(new ScriptedAnswer("small").WithLogprobs(-0.1, -0.3)), ScriptedModel.Named("b"));

        var answer = await TestRun.With(a, b).AskAsync(ByLogprob);

        Assert.Equal(("small", "a", 0), (answer.Text, answer.Record.Model, b.Calls));
        Assert.Equal("stage 1, a: mean-logprob -0.2 reaches -0.5", answer.Why("accept"));
        var scored = Assert.Single(answer.Record.Events.OfType<Scored>());
        Assert.Equal(("mean-logprob", -0.2), (scored.Scorer, Math.Round(scored.Scores[0].Score!.Value, 9)));
    }

    [Fact]
    public async Task Answer_FirstStageIsUnsure_StreamsTheLast()
    {
        var models = Two(new ScriptedAnswer("small").WithLogprobs(-2), "the large one");

        var answer = await TestRun.With(models).AskAsync(ByLogprob, TestRun.Request("q") with { Streaming = true });

        Assert.Equal(("the large one", "b"), (answer.Text, answer.Record.Model));
        Assert.True(answer.Updates.Count > 2);
        Assert.Equal("stage 1, a: mean-logprob -2 is below -0.5; b is asked", answer.Why("defer"));
    }

    [Fact]
    public async Task Answer_EndpointGivesNoLogprobs_AsksOn()
    {
        var answer = await TestRun.With(Two("small", "large")).AskAsync(ByLogprob);

        Assert.Equal("large", answer.Text);
        Assert.Equal("stage 1, a: mean-logprob could not be told; b is asked", answer.Why("defer"));
        Assert.Null(Assert.Single(answer.Record.Events.OfType<Scored>()).Scores[0].Score);
    }

    [Theory]
    [InlineData("sum-logprob", -1.2, -1.25)]
    [InlineData("mean-logprob", -0.4, -0.41)]
    [InlineData("min-logprob", -0.9, -0.95)]
    [InlineData("quantile-logprob, q: 0.5", -0.2, -0.21)]
    [InlineData("quantile-logprob, q: 0.25", -0.55, -0.56)]
    public async Task Signal_OfLogprobs_IsComparedWithTheThreshold(string signal, double value, double below)
    {
        foreach (var (threshold, expected) in new[] { (below, "small"), (value + 0.01, "large") })
        {
            var policy = Yaml.Policy(FormattableString.Invariant($"kind: cascade\nstages: [{{ model: a, accept: {{ signal: {signal}, threshold: {threshold} }} }}, {{ model: b }}]"));

            var answer = await TestRun.With(Two(new ScriptedAnswer("small").WithLogprobs(-0.1, -0.9, -0.2), "large")).AskAsync(policy);

            Assert.Equal(expected, answer.Text);
            Assert.Equal(value, Assert.Single(answer.Record.Events.OfType<Scored>()).Scores[0].Score!.Value, 9);
        }
    }

    [Fact]
    public async Task Calls_LogprobsAreAskedForOnlyWhereTheSignalReadsThem()
    {
        var models = Two("small", "large");
        await TestRun.With(models).AskAsync(ByLogprob);
        var votes = Two("1", "large");
        await TestRun.With(votes).AskAsync(Vote(2, 0.5));

        Assert.NotNull(models[0].Requests[0].Options.WantedTopLogprobs());
        Assert.All(models[1].Requests.Concat(votes[0].Requests), static request => Assert.Null(request.Options.WantedTopLogprobs()));
    }

    [Fact]
    public async Task Answer_ShareIsSureToBeMet_CancelsTheRest()
    {
        var never = new TaskCompletionSource();
        var a = ScriptedModel.Named("a").Says("7", "7", "7").Always(new ScriptedAnswer("8").When(never.Task));

        var answer = await TestRun.With(a, ScriptedModel.Named("b")).AskAsync(Vote(5, 0.6));

        Assert.Equal(("7", 5, 2, 0), (answer.Text, a.Calls, a.Cancelled, a.Active));
        Assert.Equal("stage 1, a, 3 of 3 answers agree: vote-share 1 reaches 0.6", answer.Why("accept"));
    }

    [Fact]
    public async Task Answer_ShareIsSureToBeMissed_AsksTheNextAtOnceAndCancelsTheRest()
    {
        var never = new TaskCompletionSource();
        var a = ScriptedModel.Named("a").Says("7", "8").Always(new ScriptedAnswer("7").When(never.Task));

        var answer = await TestRun.With(a, ScriptedModel.Named("b").Says("9")).AskAsync(Vote(3, 1));

        Assert.Equal(("9", 1, 0), (answer.Text, a.Cancelled, a.Active));
    }

    [Fact]
    public async Task Answer_LowThresholdIsMetButTheLeaderIsNot_WaitsForTheRest()
    {
        // A share of 0.4 is sure after two equal votes of five; who leads is not.
        var late = new TaskCompletionSource();
        var a = ScriptedModel.Named("a").Says("7", "7", new ScriptedAnswer("8").When(late.Task), new ScriptedAnswer("8").When(late.Task), new ScriptedAnswer("8").When(late.Task));

        var asked = TestRun.With(a, ScriptedModel.Named("b")).AskAsync(Vote(5, 0.4));
        Assert.False(asked.IsCompleted);
        late.SetResult();

        Assert.Equal("8", (await asked).Text);
    }

    [Theory]
    [InlineData(new[] { "7", "7", "none" }, 1.0, "7")]
    [InlineData(new[] { "7", "none", "none" }, 0.1, "9")]
    [InlineData(new[] { "none", "none", "none" }, 0.0, "9")]
    [InlineData(new[] { "7", "7", "8" }, 0.67, "9")]
    [InlineData(new[] { "8", "7", "7" }, 0.66, "7")]
    public async Task Share_IsOfTheSamplesThatHoldAnAnswer(string[] said, double threshold, string expected)
    {
        var a = ScriptedModel.Named("a").Says([.. said.Select(static text => (ScriptedAnswer)text)]);

        Assert.Equal(expected, (await TestRun.With(a, ScriptedModel.Named("b").Says("9")).AskAsync(Vote(3, threshold))).Text);
    }

    [Theory]
    [InlineData(new[] { "7", "7", "7", "7" }, 1.0)]
    [InlineData(new[] { "7", "7", "8", "8" }, 0.5)]
    [InlineData(new[] { "7", "8", "9", "6" }, 0.0)]
    public async Task Entropy_IsOneLessThatOfTheVotesByTheLargest(string[] said, double expected)
    {
        var a = ScriptedModel.Named("a").Says([.. said.Select(static text => (ScriptedAnswer)text)]);
        var policy = Yaml.Policy("kind: cascade\nanswer: number\nstages: [{ model: a, samples: 4, accept: { signal: vote-entropy, threshold: 2 } }, { model: b }]");

        var answer = await TestRun.With(a, ScriptedModel.Named("b").Says("9")).AskAsync(policy);

        Assert.Equal(expected, Assert.Single(answer.Record.Events.OfType<Scored>()).Scores[0].Score!.Value, 9);
    }

    [Theory]
    [InlineData("7", "it is 7", "7", 0)]
    [InlineData("7", "8", "9", 1)]
    public async Task Answer_TwoCheapModels_AskTheBestOnlyWhereTheyDisagree(string one, string other, string expected, int calls)
    {
        var best = ScriptedModel.Named("c").Always("9");
        var policy = Yaml.Policy("kind: cascade\nanswer: number\nstages: [{ models: [a, b], accept: { signal: vote-share, threshold: 1 } }, { model: c }]");

        var answer = await TestRun.With(ScriptedModel.Named("a").Says(one), ScriptedModel.Named("b").Says(other), best).AskAsync(policy);

        Assert.Equal((expected, calls), (answer.Text, best.Calls));
    }

    [Fact]
    public async Task Calls_ModelOfAnEarlierStage_GivesNewSamples()
    {
        var a = ScriptedModel.Named("a").Says("1", "2", "1", "2", "3");
        var policy = Yaml.Policy("kind: cascade\nanswer: number\nstages: [{ model: a, samples: 2, accept: { signal: vote-share, threshold: 1 } }, { model: a, samples: 2, accept: { signal: vote-entropy, threshold: 1 } }, { model: a }]");

        var answer = await TestRun.With(a).AskAsync(policy);

        Assert.Equal("3", answer.Text);
        Assert.Equal([0, 1, 2, 3, 4], answer.Calls.Select(static call => call.SampleIndex));
    }

    [Fact]
    public async Task Answer_Judge_AcceptsFromItsGrade()
    {
        var policy = Yaml.Policy("kind: cascade\nstages: [{ model: a, accept: { signal: judge, model: j, threshold: 7 } }, { model: b }]");

        Assert.Equal("small", (await TestRun.With([.. Two("small", "large"), ScriptedModel.Named("j").Says("SCORE: 7")]).AskAsync(policy)).Text);
        Assert.Equal("large", (await TestRun.With([.. Two("small", "large"), ScriptedModel.Named("j").Says("SCORE: 6")]).AskAsync(policy)).Text);
        Assert.Equal("large", (await TestRun.With([.. Two("small", "large"), ScriptedModel.Named("j").Always(ScriptedAnswer.Failing(FaultKind.Upstream))]).AskAsync(policy)).Text);
    }

    [Theory]
    [InlineData("Quite sure.\nCONFIDENCE: 85", "small")]
    [InlineData("CONFIDENCE: 90, no.\n**CONFIDENCE:** 79.5", "large")]
    [InlineData("CONFIDENCE: 850", "large")]
    [InlineData("I cannot say.", "large")]
    public async Task Answer_Verbalised_IsWhatTheModelSaysOfItself(string said, string expected)
    {
        var policy = Yaml.Policy("kind: cascade\nstages: [{ model: a, accept: { signal: verbalised, threshold: 0.8 } }, { model: b }]");
        var a = ScriptedModel.Named("a").Says("small", said);

        var answer = await TestRun.With(a, ScriptedModel.Named("b").Says("large")).AskAsync(policy, "What?");

        Assert.Equal(expected, answer.Text);
        Assert.Equal(["sample", "confidence"], answer.Calls.Take(2).Select(static call => call.Role));
        Assert.Contains("Proposed answer:\nsmall", a.Requests[1].Text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_ToolCalls_VoteByNameAndArgumentsAndAreDeliveredVerbatim()
    {
        var a = ScriptedModel.Named("a").Says(
            ScriptedAnswer.Calling("weather", ("days", 3), ("city", "Rome")), ScriptedAnswer.Calling("weather", ("city", "Rome"), ("days", 3)));

        var answer = await TestRun.With(a, ScriptedModel.Named("b")).AskAsync(Vote(2, 1));

        Assert.Equal("weather", Assert.Single(answer.Updates.SelectMany(static update => update.Contents).OfType<FunctionCallContent>()).Name);
    }

    [Fact]
    public async Task Answer_StageIsAPolicy_AsksIt()
    {
        var inner = Yaml.Policy("kind: best-of-n\nmodel: a\nn: 3\nanswer: number", "inner");
        var policy = Yaml.Policy("kind: cascade\nstages: [{ model: inner, accept: { signal: verbalised, threshold: 0.5 } }, { model: b }]");

        var answer = await TestRun.With(Two("5", "large")).Knowing(inner).AskAsync(policy);

        Assert.Equal("large", answer.Text);
    }

    private static ScriptedModel[] Two(ScriptedAnswer small, ScriptedAnswer large) => [ScriptedModel.Named("a").Always(small), ScriptedModel.Named("b").Always(large)];

    private static PolicyDefinition Vote(int samples, double threshold) => Yaml.Policy(FormattableString.Invariant(
        $"kind: cascade\nanswer: number\nstages: [{{ model: a, samples: {samples}, accept: {{ signal: vote-share, threshold: {threshold} }} }}, {{ model: b }}]"));
}
