using Gateway.Policies;
using Gateway.Testing;
using Microsoft.Extensions.AI;

namespace Gateway.Tests.Policies;

public sealed class BestOfMajorityTests
{
    [Fact]
    public async Task Answer_BestScoredAnswerIsRare_IsTheBestOfTheFrequentOnes()
    {
        var judge = Grades(("9", 9), ("7", 3), ("8", 6));

        var answer = await TestRun.With(Says("7", "9", "8", "8", "7"), judge).AskAsync(Judged(5));

        Assert.Equal(("8", 7), (answer.Text, answer.Spend.Calls));
        Assert.DoesNotContain(judge.Requests, static request => request.Text.Contains("Answer to grade:\n9", StringComparison.Ordinal));
        Assert.Equal("of 2 answers with enough votes judge gives m's sample 2 and those that agree with it 6; 5 of 5 samples finished, 0 failed, 0 were not needed", answer.Why("winner"));
        Assert.Equal(["majority", "judge"], answer.Record.Events.OfType<Scored>().Select(static scored => scored.Scorer));
    }

    [Fact]
    public async Task Answer_OneAnswerStays_IsNotScored()
    {
        var judge = ScriptedModel.Named("j");

        var answer = await TestRun.With(Says("9", "7", "7"), judge).AskAsync(Judged(3));

        Assert.Equal(("7", 0), (answer.Text, judge.Calls));
        Assert.StartsWith("only the most frequent answer is left, with 2 of 3 votes", answer.Why("winner"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_NoAnswerHasEnoughVotes_IsTheFirstOfTheMostFrequent() =>
        Assert.Equal("7", (await TestRun.With(Says("7", "8", "9"), ScriptedModel.Named("j")).AskAsync(Judged(3))).Text);

    [Fact]
    public async Task Answer_OnlyOneAnswerCanReachItsShare_CancelsTheRest()
    {
        var never = new TaskCompletionSource();
        var model = ScriptedModel.Named("m").Says("7", "8", "7", "7", "7", "7").Always(new ScriptedAnswer("8").When(never.Task));

        var answer = await TestRun.With(model, ScriptedModel.Named("j")).AskAsync(Judged(8, "alpha: 0.5"));

        // With 5 of 6 votes for 7 the two that are missing could bring 8 to 3 of 8 at most.
        Assert.Equal(("7", 2, 0), (answer.Text, model.Cancelled, model.Active));
        Assert.EndsWith("2 were not needed", answer.Why("winner"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_AnswerCouldStillReachItsShare_IsWaitedFor()
    {
        var judge = Grades(("7", 3), ("8", 6));

        Assert.Equal("8", (await TestRun.With(Says("7", "7", "7", "7", "8", "8"), judge).AskAsync(Judged(6))).Text);
    }

    [Fact]
    public async Task Answer_RewardOfAnAnswer_IsTheMeanOverItsSamples()
    {
        var model = ScriptedModel.Named("m").Says(
            new ScriptedAnswer("7").WithLogprobs(-0.1), new ScriptedAnswer("so 7").WithLogprobs(-3),
            new ScriptedAnswer("8").WithLogprobs(-1.2), new ScriptedAnswer("so 8").WithLogprobs(-0.8));

        var answer = await TestRun.With(model).AskAsync(Policy(4, "select: mean-logprob"));

        // -1.55 against -1; of the winner's samples the surer one is the text.
        Assert.Equal("so 8", answer.Text);
    }

    [Fact]
    public async Task Answer_EqualRewards_GoToTheMoreFrequentThenToTheEarlier()
    {
        var verified = Policy(5, "select: { by: verifier, regex: '7|8' }");

        Assert.Equal("8", (await TestRun.With(Says("7", "8", "8", "8", "7")).AskAsync(verified)).Text);
        Assert.Equal("7", (await TestRun.With(Says("7", "8", "8", "7", "none")).AskAsync(verified)).Text);
    }

    [Fact]
    public async Task Answer_ScorerCanTellNothing_IsTheMostFrequent()
    {
        var judge = ScriptedModel.Named("j").Always(ScriptedAnswer.Failing(FaultKind.Upstream));

        var answer = await TestRun.With(Says("7", "8", "8", "7", "8"), judge).AskAsync(Judged(5));

        Assert.Equal("8", answer.Text);
        Assert.StartsWith("judge could tell nothing of 2 answers", answer.Why("fallback"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_NoCallLeftForTheJudge_IsTheMostFrequent()
    {
        var judge = ScriptedModel.Named("j");

        var answer = await TestRun.With(Says("7", "8", "8", "7", "8"), judge).AskAsync(Judged(5, "budget: { calls: 5 }"));

        Assert.Equal(("8", 0), (answer.Text, judge.Calls));
    }

    [Fact]
    public async Task Answer_FailedSamples_NeitherVoteNorCount()
    {
        var failed = ScriptedAnswer.Failing(FaultKind.RateLimited);
        var model = ScriptedModel.Named("m").Says(failed, "7", "8", failed, "7", "8", failed);

        // Two of four votes are half of them.
        Assert.Equal("8", (await TestRun.With(model, Grades(("7", 1), ("8", 2))).AskAsync(Judged(7, "alpha: 0.5"))).Text);
    }

    [Fact]
    public async Task Answer_NoSampleHasAnAnswer_IsTheFirst()
    {
        var answer = await TestRun.With(Says("no", "none", "nothing"), ScriptedModel.Named("j")).AskAsync(Judged(3));

        Assert.Equal("no", answer.Text);
        Assert.StartsWith("no sample holds an answer", answer.Why("fallback"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_ToolCalls_VoteByNameAndArgumentsAndAreDeliveredVerbatim()
    {
        var rare = ScriptedAnswer.Calling("search", ("q", "x"));
        var first = ScriptedAnswer.Calling("weather", ("city", "Rome"), ("days", 3));
        var second = ScriptedAnswer.Calling("weather", ("days", 3), ("city", "Rome"));

        var answer = await TestRun.With(ScriptedModel.Named("m").Says(rare, first, second), ScriptedModel.Named("j")).AskAsync(Judged(3));

        Assert.Same(first.ToolCalls[0], Assert.Single(answer.Updates.SelectMany(static update => update.Contents).OfType<FunctionCallContent>()));
    }

    [Theory]
    [InlineData(2, "8 7")]
    [InlineData(5, "8 7")]
    public async Task Answer_SeveralChoices_AreTheAnswersThatStayBestFirst(int choices, string texts)
    {
        var options = new ChatOptions();
        options.SetChoiceCount(choices);
        var model = Says("7", "9", "8", "8", "7");

        var answer = await TestRun.With(model, Grades(("9", 9), ("7", 3), ("8", 6))).AskAsync(Judged(5), TestRun.Request("q", options));

        Assert.Equal(texts.Split(' ').Select(static (text, place) => (text, place)), answer.Updates.Select(static update => (update.Text, update.ChoiceIndex())));
        Assert.All(model.Requests, static request => Assert.Equal(1, request.Options.ChoiceCount()));
    }

    [Fact]
    public async Task Answer_SeveralChoicesOfSeveralModels_IsOfTheFirstOnes()
    {
        var options = new ChatOptions();
        options.SetChoiceCount(2);
        var policy = Yaml.Policy("kind: best-of-majority\nmodels: [a, b]\nn: 2\nalpha: 0\nselect: { by: verifier, regex: '8' }");

        var answer = await TestRun.With(ScriptedModel.Named("a").Says("8", "8"), ScriptedModel.Named("b").Says("7", "7")).AskAsync(policy, TestRun.Request("q", options));

        Assert.Equal((2, "a"), (answer.Updates.Count, answer.Record.Model));
    }

    [Theory]
    [InlineData("majority")]
    [InlineData("judge-pairwise")]
    [InlineData("{ by: majority }")]
    public void File_SelectionWithoutScores_IsRefused(string select) =>
        Assert.Contains(
            Yaml.Problems($"name: p\nkind: best-of-majority\nmodel: m\nselect: {select}"),
            static problem => problem.Contains("is not legal", StringComparison.Ordinal) && problem.EndsWith("give judge, self-certainty, mean-logprob, verifier, or {by: one of them, ...}", StringComparison.Ordinal));

    [Fact]
    public void File_NoSelection_IsRefused() =>
        Assert.Contains(Yaml.Problems("name: p\nkind: best-of-majority\nmodel: m"), static problem => problem.Contains("'select' is missing", StringComparison.Ordinal));

    [Fact]
    public void Explain_ScoredByAJudge_TellsBothStages()
    {
        var stages = ((IPlannedPolicy)Judged(4).Policy).Plan().Stages;

        Assert.Equal(["sample", "judge"], stages.Select(static stage => stage.Role));
        Assert.Equal(("j", 0, 8), (stages[1].Calls[0].Model, stages[1].Calls[0].Least, stages[1].Calls[0].Most));
    }

    private static PolicyDefinition Judged(int n, string more = "") => Policy(n, $"select: {{ by: judge, model: j }}\n{more}");

    private static PolicyDefinition Policy(int n, string more) => Yaml.Policy($"kind: best-of-majority\nmodel: m\nn: {n}\nanswer: number\n{more}");

    private static ScriptedModel Says(params string[] texts) => ScriptedModel.Named("m").Says([.. texts.Select(static text => (ScriptedAnswer)text)]);

    private static ScriptedModel Grades(params (string Candidate, int Grade)[] grades) => ScriptedModel.Named("j").Replies(request =>
        $"SCORE: {grades.First(pair => request.Text.ReplaceLineEndings("\n").Contains($"Answer to grade:\n{pair.Candidate}\n", StringComparison.Ordinal)).Grade}");
}
