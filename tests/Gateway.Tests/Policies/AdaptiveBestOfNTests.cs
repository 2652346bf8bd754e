using Gateway.Testing;

namespace Gateway.Tests.Policies;

public sealed class AdaptiveBestOfNTests
{
    [Fact]
    public async Task Answer_SamplesAgree_StopsAtTheFewestThatAreSure()
    {
        var model = ScriptedModel.Named("m").Always("7");

        var answer = await TestRun.With(model).AskAsync(Adaptive());

        Assert.Equal(("7", 4), (answer.Text, model.Calls));
        Assert.Equal("the winning answer has 4 of 4 votes, the next 0, and leads with probability 0.969; 4 of at most 16 samples drawn", answer.Why("winner"));
    }

    [Fact]
    public async Task Answer_OneDisagrees_DrawsAsManyMoreAsCouldSettleIt()
    {
        var model = ScriptedModel.Named("m").Says("7", "8", "7", "7").Always("7");

        // 3 to 1 needs 3 more (6 to 1: 0.965), not 2 (5 to 1: 0.938).
        Assert.Equal("7", (await TestRun.With(model).AskAsync(Adaptive())).Text);
        Assert.Equal(7, model.Calls);
    }

    [Fact]
    public async Task Answer_NeverSure_StopsAtMaxN()
    {
        var model = ScriptedModel.Named("m").Replies(static request => "1");
        var turn = 0;
        model.Replies(_ => $"{++turn % 2}");

        var answer = await TestRun.With(model).AskAsync(Adaptive("max_n: 10"));

        Assert.Equal(10, answer.Spend.Calls);
    }

    [Fact]
    public async Task Answer_LeaderCannotBeOvertakenWithinMaxN_StopsAndCancels()
    {
        var never = new TaskCompletionSource();
        var model = ScriptedModel.Named("m").Says("7", "7", "7", new ScriptedAnswer("8").When(never.Task));

        var answer = await TestRun.With(model).AskAsync(Adaptive("max_n: 5"));

        Assert.Equal(("7", 4, 1), (answer.Text, model.Calls, model.Cancelled));
    }

    [Fact]
    public async Task Answer_MinN_IsDrawnWhateverIsSure()
    {
        var model = ScriptedModel.Named("m").Always("7");

        await TestRun.With(model).AskAsync(Adaptive("min_n: 9"));

        Assert.Equal(9, model.Calls);
    }

    [Fact]
    public async Task Answer_Verifier_DrawsUntilOnePasses()
    {
        var model = ScriptedModel.Named("m").Says("1", "1", "1", "7", "1", "7");

        var answer = await TestRun.With(model).AskAsync(Yaml.Policy("kind: adaptive-best-of-n\nmodel: m\nselect: { by: verifier, regex: '7' }"));

        // Rounds of 1, 1 and 2 samples.
        Assert.Equal(("7", 4), (answer.Text, model.Calls));
        Assert.Equal("m's sample 3 is the first that passed; 4 of at most 16 samples drawn", answer.Why("winner"));
    }

    [Fact]
    public async Task Answer_SeveralModels_AreAskedByTurns()
    {
        var (a, b) = (ScriptedModel.Named("a").Always("7"), ScriptedModel.Named("b").Always("7"));

        var answer = await TestRun.With(a, b).AskAsync(Yaml.Policy("kind: adaptive-best-of-n\nmodels: [a, b]\nanswer: number"));

        Assert.Equal((2, 2), (a.Calls, b.Calls));
        Assert.Equal([("a", 0), ("b", 0), ("a", 1), ("b", 1)], answer.Calls.Select(static call => (call.Model, call.SampleIndex)));
    }

    [Fact]
    public async Task Answer_MeanN_IsKeptOverRequests()
    {
        var policy = Adaptive("mean_n: 5");
        var turn = 0;
        var model = ScriptedModel.Named("m").Replies(_ => $"{++turn % 2}");
        var test = TestRun.With(model);
        string? why = null;

        // None of these is ever sure, so each would draw 16.
        for (var request = 0; request < 100; request++) why = (await test.AskAsync(policy, $"question {request}")).Why("winner");

        Assert.InRange(model.Calls, 5 * 100, 5 * (100 + 16));
        Assert.Contains("refused to keep mean_n", why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_MeanN_WhatEasyRequestsLeaveHardOnesUse()
    {
        var policy = Adaptive("mean_n: 8");
        var hard = false;
        var turn = 0;
        var test = TestRun.With(ScriptedModel.Named("m").Replies(_ => hard ? $"{++turn % 2}" : "7"));
        for (var request = 0; request < 40; request++)
        {
            hard = request % 4 == 0;
            var answer = await test.AskAsync(policy, $"question {request}");

            // 10 hard ones with 16 and 30 easy ones with 4 are 7 on average.
            Assert.Equal(hard ? 16 : 4, answer.Spend.Calls);
        }
    }

    [Fact]
    public async Task Answer_BudgetIsSpent_VotesOverWhatIsThere()
    {
        var model = ScriptedModel.Named("m").Says("7", "8", "8");

        var answer = await TestRun.With(model).AskAsync(Adaptive("budget: { calls: 3 }"));

        Assert.Equal(("8", 3), (answer.Text, model.Calls));
    }

    [Theory]
    [InlineData("model: m\nselect: mean-logprob", "select: this way to choose needs all samples before it can tell anything; legal here are majority, {by: verifier, ...}")]
    [InlineData("model: m\nselect: { by: majority, weights: { m: 2 } }", "select: weighted votes have no probability that their leader wins; give majority without weights and profile")]
    [InlineData("model: m\nmin_n: 9\nmax_n: 8", "min_n: 9 is more than max_n, which is 8; give 1 to 8")]
    [InlineData("model: m\nmin_n: 4\nmean_n: 3", "mean_n: 3 does not lie between min_n and max_n; give 4 to 16")]
    [InlineData("model: m\nmean_n: 17", "mean_n: 17 does not lie between min_n and max_n; give 1 to 16")]
    [InlineData("model: m\nconfidence: 0.4", "confidence: '0.4' is not legal; give a number from 0.5 to 1")]
    [InlineData("min_n: 2", "model or models is missing; give exactly one of them")]
    public void File_Wrong_SaysWhatIsLegal(string lines, string problem) =>
        Assert.Contains(Yaml.Problems($"name: p\nkind: adaptive-best-of-n\n{lines}"), told => told.Contains(problem, StringComparison.Ordinal));

    private static PolicyDefinition Adaptive(string more = "") => Yaml.Policy($"kind: adaptive-best-of-n\nmodel: m\nanswer: number\n{more}");
}
