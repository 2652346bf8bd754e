using Gateway.Policies;
using Gateway.Testing;
using Gateway.Tests.Policies.Routing;
using Microsoft.Extensions.AI;

namespace Gateway.Tests.Policies;

public sealed class AvengersTests
{
    private const string Sum = "the sum of 7 and 8";
    private const string Sort = "sort the letters of valley";

    [Theory]
    [InlineData(Sum, "from a")]
    [InlineData(Sort, "from c")]
    public async Task Single_Task_GoesToTheModelThatIsGoodAtItsKind(string task, string expected)
    {
        var models = Models();

        var answer = await TestRun.With(models).AskAsync(Policy("models: [a, b, c]"), task);

        Assert.Equal((expected, 1), (answer.Text, models.Sum(static model => model.Calls)));
        Assert.Equal(expected[^1..], answer.Record.Model);
        Assert.Equal("answer", Assert.Single(answer.Calls).Role);
    }

    [Fact]
    public async Task Single_Record_SaysWhyInFigures()
    {
        var why = (await TestRun.With(Models()).AskAsync(Policy("models: [a, b, c]"), Sum)).Why("route");

        // 9 of 10 in the group and 10 of 20 everywhere, shrunk by 5: (9 + 2.5) / 15.
        Assert.Matches(@"^cluster 0 \(distance 0\.\d\d, 3 fitted items\): a 0\.77, c 0\.30, b 0\.18$", why);
    }

    [Fact]
    public async Task Single_AlphaBelowOne_SaysScoresAndCosts()
    {
        var why = (await TestRun.With(Models()).AskAsync(Policy("models: [a, b, c]\nalpha: 0.5\ntop_clusters: 2"), Sum)).Why("route");

        Assert.Matches(@"^clusters 0 \(weight 0\.\d\d, distance [\d.]+, 3 fitted items\), 1 \(weight 0\.\d\d, .*\): \w \d\.\d\d \(accuracy 0\.\d\d, \$0\.0\d+\), ", why);
    }

    [Fact]
    public async Task Single_AlphaZero_TakesTheCheapest() =>
        Assert.NotEqual("a", (await TestRun.With(Models()).AskAsync(Policy("models: [a, b, c]\nalpha: 0"), Sum)).Record.Model);

    [Fact]
    public async Task Single_Streams_AsTheModelDoes()
    {
        var answer = await TestRun.With(Models()).AskAsync(Policy("models: [a, b, c]"), TestRun.Request(Sum) with { Streaming = true });

        Assert.Equal(["from", " a"], answer.Updates.Select(static update => update.Text).Where(static text => text.Length > 0));
    }

    [Theory]
    [InlineData("7", "7", "7", 2)]
    [InlineData("1", "2", "9", 4)]
    public async Task Switch_BestModelDisagreesWithItself_TheNextIsAskedToo(string first, string second, string expected, int calls)
    {
        // Of the sums' models a is the best and c the next.
        var models = new[] { ScriptedModel.Named("a").Says(first, second), ScriptedModel.Named("b"), ScriptedModel.Named("c").Says("9", "9") };

        var answer = await TestRun.With(models).AskAsync(Policy("models: [a, b, c]\nanswer: number\nuse: { top: 2, by: model-switch, samples: 2 }"), Sum);

        Assert.Equal((expected, calls), (answer.Text, answer.Spend.Calls));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Single_ModelFails_TheNextOfTheRankingAnswers(bool streaming)
    {
        var a = ScriptedModel.Named("a").Always(ScriptedAnswer.Failing(FaultKind.Upstream, "it is down"));
        var (b, c) = (ScriptedModel.Named("b").Always("from b"), ScriptedModel.Named("c").Always("from c"));

        var answer = await TestRun.With(a, b, c).AskAsync(Policy("models: [a, b, c]"), TestRun.Request(Sum) with { Streaming = streaming });

        Assert.Equal(("from c", "c", 0), (answer.Text, answer.Record.Model, b.Calls));
        Assert.Equal("a gave no answer (it is down); c is asked", answer.Why("fallback"));
    }

    [Fact]
    public async Task Single_AllFail_FailsWithEveryReasonInTheOrderOfTheRanking()
    {
        ScriptedModel[] models = [.. new[] { "a", "b", "c" }.Select(static name => ScriptedModel.Named(name).Always(ScriptedAnswer.Failing(FaultKind.Upstream, $"{name} is down")))];

        var exception = await Assert.ThrowsAsync<NoCandidateException>(() => TestRun.With(models).AskAsync(Policy("models: [a, b, c]"), Sum));

        Assert.Equal("a: a is down; c: c is down; b: b is down", exception.Message);
    }

    [Fact]
    public async Task Single_BudgetTooSmallForTheBest_TheNextThatFitsAnswers()
    {
        var a = ScriptedModel.Named("a").Costs(1000, 1000).Always("from a");

        var answer = await TestRun.With(a, ScriptedModel.Named("b"), ScriptedModel.Named("c").Always("from c"))
            .AskAsync(Policy("models: [a, b, c]\nsampling: { max_tokens: 100 }\nbudget: { cost_usd: 0.01 }"), Sum);

        Assert.Equal(("from c", 0), (answer.Text, a.Calls));
    }

    [Fact]
    public async Task Vote_TopModels_TheirMajorityWins()
    {
        // The ranking for sums is a, c, b.
        ScriptedModel[] models = [ScriptedModel.Named("a").Always("1"), ScriptedModel.Named("b").Always("2"), ScriptedModel.Named("c").Always("2")];

        var answer = await TestRun.With(models).AskAsync(Policy("models: [a, b, c]\nanswer: number\nuse: { top: 3, by: vote }"), Sum);

        Assert.Equal("2", answer.Text);
        Assert.StartsWith("the winning answer has 2 of 3 votes", answer.Why("winner"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Vote_Tie_GoesToTheModelRankedHigher()
    {
        ScriptedModel[] models = [ScriptedModel.Named("a").Always("1"), ScriptedModel.Named("b"), ScriptedModel.Named("c").Always("2")];

        Assert.Equal("1", (await TestRun.With(models).AskAsync(Policy("models: [c, b, a]\nanswer: number\nuse: { top: 2, by: vote }", Learned.Of("a", "b", "c")), Sum)).Text);
        Assert.Equal(0, models[1].Calls);
    }

    [Fact]
    public async Task Vote_Decided_CancelsWhatIsLeft()
    {
        var never = new TaskCompletionSource();
        var a = ScriptedModel.Named("a").Says("1", "1", "1", new ScriptedAnswer("2").When(never.Task));

        var answer = await TestRun.With(a, ScriptedModel.Named("b"), ScriptedModel.Named("c")).AskAsync(Policy("models: [a, b, c]\nanswer: number\nuse: { by: vote, samples: 4 }"), Sum);

        Assert.Equal(("1", 1, 0), (answer.Text, a.Cancelled, a.Active));
    }

    [Fact]
    public async Task Vote_AllVotersFail_TheRestOfTheRankingIsAsked()
    {
        var down = ScriptedAnswer.Failing(FaultKind.Upstream, "it is down");
        ScriptedModel[] models = [ScriptedModel.Named("a").Always(down), ScriptedModel.Named("b").Always("from b"), ScriptedModel.Named("c").Always(down)];

        var answer = await TestRun.With(models).AskAsync(Policy("models: [a, b, c]\nuse: { top: 2, by: vote }"), Sum);

        Assert.Equal("from b", answer.Text);
        Assert.Equal("none of a, c gave an answer; b is asked", answer.Why("fallback"));
    }

    [Fact]
    public async Task Vote_ToolCalls_AreComparedAndDeliveredVerbatim()
    {
        ScriptedModel Caller(string name) => ScriptedModel.Named(name).Always(ScriptedAnswer.Calling("weather", ("city", "Rome")));
        ScriptedModel[] models = [ScriptedModel.Named("a").Always("Rome"), Caller("b"), Caller("c")];

        var answer = await TestRun.With(models).AskAsync(Policy("models: [a, b, c]\nuse: { top: 3, by: vote }"), Sum);

        Assert.Equal("weather", Assert.Single(answer.Updates.SelectMany(static update => update.Contents).OfType<FunctionCallContent>()).Name);
    }

    [Theory]
    [InlineData("   ", "the last user message has no text")]
    [InlineData("?", "no word of the task tells anything")]
    public async Task Task_WithoutWords_IsRankedByAllTasks(string task, string reason)
    {
        // Nothing that a profile was learned from had a question mark everywhere: its weight is set to nothing here.
        var learned = Learned.Of("a", "b", "c");
        var silent = learned with { Lexical = new LexicalEmbedder(1, 32, task == "?" ? new double[LexicalFeatures.Buckets] : [.. learned.Lexical!.Idf]) };

        var answer = await TestRun.With(Models()).AskAsync(Policy("models: [a, b, c]", silent), task);

        Assert.Equal($"{reason}; models are ranked by all tasks together", answer.Why("fallback"));
        Assert.StartsWith("all tasks together: a 0.50, c 0.50, b 0.15", answer.Why("route"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Member_CanBeAPolicy()
    {
        var inner = Yaml.Policy("kind: best-of-n\nmodel: m\nn: 2", "a");

        var answer = await TestRun.With(ScriptedModel.Named("m").Always("from m"), ScriptedModel.Named("c")).Knowing(inner).AskAsync(Policy("models: [a, c]", Learned.Of("a", "c")), Sum);

        Assert.Equal(("from m", 2), (answer.Text, answer.Spend.Calls));
    }

    private static ScriptedModel[] Models() =>
        [ScriptedModel.Named("a").Costs(1, 2).Always("from a"), ScriptedModel.Named("b").Always("from b"), ScriptedModel.Named("c").Always("from c")];

    private static PolicyDefinition Policy(string yaml, RoutingProfile? profile = null) => Learned.Policy(yaml, profile ?? Learned.Of("a", "b", "c"));
}
