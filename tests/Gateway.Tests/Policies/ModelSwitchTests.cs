using Gateway.Testing;

namespace Gateway.Tests.Policies;

public sealed class ModelSwitchTests
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Answer_FirstModelUnanimous_AsksNobodyElse()
    {
        var (a, b) = (ScriptedModel.Named("a").Says("so 7", "7", "7"), ScriptedModel.Named("b"));

        var answer = await TestRun.With(a, b).AskAsync(Switch());

        Assert.Equal(("so 7", "a", 3, 0), (answer.Text, answer.Record.Model, a.Calls, b.Calls));
        Assert.Equal("the winning answer has the score 3 of 3; a: 3 of 3 answers agree, of 3 samples", answer.Why("winner"));
    }

    [Fact]
    public async Task Answer_FirstModelDisagrees_BothVoteByTheirAgreement()
    {
        var a = ScriptedModel.Named("a").Says("1", "2", "1");
        var b = ScriptedModel.Named("b").Says("2", "2", "2");

        var answer = await TestRun.With(a, b).AskAsync(Switch());

        // a's entropy is 0.918 bits of 1, so its weight is 1/3 + 2/3 * 0.082 = 0.388: 0.776 votes for 1, and 3.388 for 2.
        Assert.Equal(("2", 6), (answer.Text, answer.Spend.Calls));
        Assert.StartsWith("the winning answer has the score 3.388 of 4.163;", answer.Why("winner"), StringComparison.Ordinal);
        Assert.Equal("a: 1 of 2 answers agree, 1 of 3 samples outstanding, threshold 1: b is asked too", answer.Why("switch"));
    }

    [Fact]
    public async Task Answer_ThresholdIsSureToBeMet_CancelsTheRest()
    {
        var never = new TaskCompletionSource();
        var a = ScriptedModel.Named("a").Says("7", "7", "7", "7", new ScriptedAnswer("8").When(never.Task));

        var answer = await TestRun.With(a, ScriptedModel.Named("b")).AskAsync(Switch("samples: 5\nthreshold: 0.8"));

        Assert.Equal(("7", 5, 1, 0), (answer.Text, a.Calls, a.Cancelled, a.Active));
    }

    [Fact]
    public async Task Answer_ThresholdIsSureToBeMissed_AsksTheNextAtOnceAndTheRestStillVote()
    {
        var late = new TaskCompletionSource();
        var a = ScriptedModel.Named("a").Says("1", "2", new ScriptedAnswer("3").When(late.Task));
        var b = ScriptedModel.Named("b").Always(new ScriptedAnswer("4").After(Delay));
        var test = TestRun.With(a, b);

        var asked = test.AskAsync(Switch("weights: { a: 10 }"));
        Assert.Equal((3, 3), (a.Active + 2, b.Active));
        late.SetResult();
        test.Time.Advance(Delay);
        var answer = await asked;

        // Three answers of a model with weight 10: 10 * (1/3) each against 3.
        Assert.Equal(("1", 6, 0), (answer.Text, answer.Spend.Calls, a.Cancelled + b.Cancelled));
    }

    [Fact]
    public async Task Answer_AgreesAtOnce_TakesTheTimeOfOneCall()
    {
        var test = TestRun.With(ScriptedModel.Named("a").Always(new ScriptedAnswer("7").After(Delay)), ScriptedModel.Named("b"));

        var asked = test.AskAsync(Switch());
        test.Time.Advance(Delay);

        Assert.Equal(Delay, (await asked).Record.Elapsed);
    }

    [Fact]
    public async Task Answer_Speculative_AsksAheadAndCancelsWhenTheFirstAgrees()
    {
        var late = new TaskCompletionSource();
        var never = new TaskCompletionSource();
        var a = ScriptedModel.Named("a").Says("7", "7", new ScriptedAnswer("7").When(late.Task));
        var b = ScriptedModel.Named("b").Always(new ScriptedAnswer("8").When(never.Task));

        var asked = TestRun.With(a, b).AskAsync(Switch("mode: speculative"));
        Assert.Equal((1, 3), (a.Active, b.Active));
        late.SetResult();
        var answer = await asked;

        Assert.Equal(("7", 3, 0), (answer.Text, b.Cancelled, b.Active));
        Assert.Equal(3, answer.Calls.Count(static call => call.Fault == FaultKind.Abandoned));
        Assert.DoesNotContain("b:", answer.Why("winner"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_SpeculativeAndTheFirstDisagrees_UsesWhatIsThere()
    {
        var late = new TaskCompletionSource();
        var a = ScriptedModel.Named("a").Says("7", "7", new ScriptedAnswer("1").When(late.Task));
        var b = ScriptedModel.Named("b").Says("1", "1", "1");

        var asked = TestRun.With(a, b).AskAsync(Switch("mode: speculative"));
        Assert.Equal((0, 3), (b.Active, b.Calls));
        late.SetResult();

        Assert.Equal("1", (await asked).Text);
    }

    [Fact]
    public async Task Answer_FewerThanHalfHaveAnAnswer_IsNotConsistent()
    {
        var a = ScriptedModel.Named("a").Says("7", "none", "none");
        var b = ScriptedModel.Named("b").Says("8", "8", "8");

        Assert.Equal("8", (await TestRun.With(a, b).AskAsync(Switch())).Text);
    }

    [Fact]
    public async Task Answer_FirstModelIsDown_IsTheSeconds()
    {
        var a = ScriptedModel.Named("a").Always(ScriptedAnswer.Failing(FaultKind.Upstream, "it is down"));
        var b = ScriptedModel.Named("b").Says("8", "8", "8");

        var answer = await TestRun.With(a, b).AskAsync(Switch());

        Assert.Equal(("8", "b"), (answer.Text, answer.Record.Model));
    }

    [Fact]
    public async Task Answer_NobodyHasAnAnswer_IsTheFirstText()
    {
        var answer = await TestRun.With(ScriptedModel.Named("a").Says("no", "none", "no"), ScriptedModel.Named("b").Always("neither")).AskAsync(Switch());

        Assert.Equal("no", answer.Text);
        Assert.StartsWith("no sample that counts holds an answer", answer.Why("fallback"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_BudgetEndsAfterTheFirstModel_IsItsVote()
    {
        var answer = await TestRun.With(ScriptedModel.Named("a").Says("1", "2", "1"), ScriptedModel.Named("b")).AskAsync(Switch("budget: { calls: 3 }"));

        Assert.Equal(("1", 3), (answer.Text, answer.Spend.Calls));
    }

    [Fact]
    public async Task Answer_ToolCalls_AreComparedByNameAndArguments()
    {
        ScriptedAnswer Call() => ScriptedAnswer.Calling("weather", ("city", "Rome"));
        var a = ScriptedModel.Named("a").Says(Call(), Call(), Call());
        var b = ScriptedModel.Named("b");

        var answer = await TestRun.With(a, b).AskAsync(Switch());

        Assert.Equal((0, 3), (b.Calls, answer.Spend.Calls));
    }

    [Theory]
    [InlineData("weights: { c: 2 }", "weights.c: 'c' has a weight and is not asked by this policy; legal are a, b")]
    [InlineData("weights: { a: 0, b: 0 }", "weights: all weights are 0, so that no answer could win; give at least one model a weight above 0")]
    [InlineData("mode: speculativ", "mode: 'speculativ' is not legal; did you mean 'speculative'?; give sequential, speculative")]
    [InlineData("threshold: 3", "threshold: '3' is not legal; give a number from 0 to 2")]
    [InlineData("samples: 1000", "samples: 2 models with 1000 samples each are 2000; at most 1024 samples in all are legal")]
    public void File_Wrong_SaysWhatIsLegal(string line, string problem) =>
        Assert.Contains(problem, Assert.Single(Yaml.Problems($"name: p\nkind: model-switch\nmodels: [a, b]\n{line}")), StringComparison.Ordinal);

    private static PolicyDefinition Switch(string more = "") =>
        Yaml.Policy($"kind: model-switch\nmodels: [a, b]\nanswer: number\n{(more.Contains("samples", StringComparison.Ordinal) ? "" : "samples: 3\n")}{more}");
}
