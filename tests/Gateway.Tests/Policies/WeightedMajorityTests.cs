using Gateway.Testing;

namespace Gateway.Tests.Policies;

public sealed class WeightedMajorityTests
{
    [Fact]
    public async Task Answer_HeavyModel_WinsOverTheMany()
    {
        var answer = await TestRun.With(Saying("a", "1"), Saying("b", "2"), Saying("c", "2")).AskAsync(Vote("a, b, c", "{ a: 2.5 }"));

        Assert.Equal(("1", "a"), (answer.Text, answer.Record.Model));
    }

    [Fact]
    public async Task Answer_Scores_AreTheWeightsOfTheSamplesThatAgree()
    {
        var answer = await TestRun.With(Saying("a", "1"), Saying("b", "2"), Saying("c", "2.0")).AskAsync(Vote("b, c, a", "{ a: 1.5, c: 0.25 }"));

        Assert.Equal(
            [new CandidateScore("b", 0, 1.25, "2"), new CandidateScore("c", 0, 1.25, "2"), new CandidateScore("a", 0, 1.5, "1")],
            Assert.Single(answer.Record.Events.OfType<Scored>()).Scores);
        Assert.Equal("the winning answer has 1.5 of 2.75 votes, the next 1.25; 3 of 3 samples finished, 0 failed, 0 were not needed", answer.Why("winner"));
    }

    [Fact]
    public async Task Answer_HeavyModelIsSure_StopsAndCancelsTheRest()
    {
        var never = new TaskCompletionSource();
        var (b, c) = (ScriptedModel.Named("b").Says(new ScriptedAnswer("2").When(never.Task)), ScriptedModel.Named("c").Says(new ScriptedAnswer("2").When(never.Task)));

        var answer = await TestRun.With(Saying("a", "1"), b, c).AskAsync(Vote("a, b, c", "{ a: 3 }"));

        Assert.Equal(("1", 1, 1, 0), (answer.Text, b.Cancelled, c.Cancelled, b.Active + c.Active));
        Assert.Equal("the winning answer has 3 of 3 votes, the next 0; 1 of 3 samples finished, 0 failed, 2 were not needed", answer.Why("winner"));
    }

    [Fact]
    public async Task Answer_EqualSums_GoToTheAnswerThatAppearsFirstInCallOrder()
    {
        var late = new TaskCompletionSource();
        var first = ScriptedModel.Named("a").Says(new ScriptedAnswer("1").When(late.Task));

        var asked = TestRun.With(first, Saying("b", "2"), Saying("c", "2")).AskAsync(Vote("a, b, c", "{ a: 2 }"));
        Assert.False(asked.IsCompleted);
        late.SetResult();

        Assert.Equal("1", (await asked).Text);
    }

    [Fact]
    public async Task Answer_ModelOfWeightZero_IsNotWaitedFor()
    {
        var never = new TaskCompletionSource();
        var mute = ScriptedModel.Named("a").Says(new ScriptedAnswer("1").When(never.Task));

        var answer = await TestRun.With(mute, Saying("b", "2")).AskAsync(Vote("a, b", "{ a: 0 }"));

        Assert.Equal(("2", 1), (answer.Text, mute.Cancelled));
    }

    [Fact]
    public async Task Answer_OnlyModelsOfWeightZeroAnswer_IsTheFirstAndSaysWhy()
    {
        var failed = ScriptedModel.Named("b").Says(ScriptedAnswer.Failing(FaultKind.Upstream));

        var answer = await TestRun.With(Saying("a", "1"), failed).AskAsync(Vote("a, b", "{ a: 0 }"));

        Assert.Equal("1", answer.Text);
        Assert.StartsWith("no sample that counts holds an answer, the first is delivered", answer.Why("fallback"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_WeightsByAnotherCase_AreTheModels() =>
        Assert.Equal("1", (await TestRun.With(Saying("a", "1"), Saying("b", "2"), Saying("c", "2")).AskAsync(Vote("a, b, c", "{ A: 3 }"))).Text);

    [Theory]
    [InlineData("{c: 2}", "4:37: select.weights.c: 'c' has a weight and is not sampled by this policy; legal are a, b")]
    [InlineData("{a: -1}", "4:37: select.weights.a: '-1' is not legal; give a number from 0 to 1000")]
    [InlineData("{a: 1000.5}", "4:37: select.weights.a: '1000.5' is not legal; give a number from 0 to 1000")]
    [InlineData("{a: heavy}", "4:37: select.weights.a: 'heavy' is not legal")]
    [InlineData("{a: '2'}", "4:37: select.weights.a: '2' is not legal")]
    [InlineData("{a: [2]}", "4:37: select.weights.a: a list is not legal")]
    [InlineData("{a: 1, A: 2}", "4:40: select.weights.A: given twice; names do not differ by case")]
    [InlineData("{}", "4:33: select.weights: a mapping is not legal; give {model: weight}, each a number from 0 to 1000")]
    [InlineData("[1, 2]", "4:33: select.weights: a list is not legal; give {model: weight}")]
    [InlineData("3", "4:33: select.weights: '3' is not legal; give {model: weight}")]
    public void Read_BadWeights_SaysWhereAndWhatWouldBeLegal(string weights, string expected) =>
        Assert.StartsWith(expected, Assert.Single(Yaml.Problems($"name: p\nkind: best-of-n\nmodels: [a, b]\nselect: {{by: majority, weights: {weights}}}")), StringComparison.Ordinal);

    private static ScriptedModel Saying(string model, string text) => ScriptedModel.Named(model).Says(text);

    private static PolicyDefinition Vote(string models, string weights) =>
        Yaml.Policy($"kind: best-of-n\nmodels: [{models}]\nanswer: number\nselect: {{ by: majority, weights: {weights} }}");
}
