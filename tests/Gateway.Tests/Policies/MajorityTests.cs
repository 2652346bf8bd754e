using CsCheck;
using Gateway.Testing;
using Microsoft.Extensions.AI;

namespace Gateway.Tests.Policies;

public sealed class MajorityTests
{
    [Fact]
    public async Task Answer_LeaderIsSure_StopsAndCancelsTheRest()
    {
        var never = new TaskCompletionSource();
        var model = ScriptedModel.Named("m").Says("7", "7", "7").Always(new ScriptedAnswer("8").When(never.Task));

        var answer = await TestRun.With(model).AskAsync(Vote(5));

        Assert.Equal("7", answer.Text);
        Assert.Equal((5, 2, 0), (model.Calls, model.Cancelled, model.Active));
        Assert.Equal(5, answer.Spend.Calls);
        Assert.Equal(2, answer.Calls.Count(static call => call.Fault == FaultKind.Abandoned));
        Assert.Equal("the winning answer has 3 of 3 votes, the next 0; 3 of 5 samples finished, 0 failed, 2 were not needed", answer.Why("winner"));
    }

    [Fact]
    public async Task Answer_Winner_IsTheFinishedSampleOfLowestIndex()
    {
        var late = new TaskCompletionSource();
        var model = ScriptedModel.Named("m").Says(new ScriptedAnswer("first: 7").When(late.Task), "second: 7", "third: 7", "9");

        var answer = await TestRun.With(model).AskAsync(Vote(3));

        Assert.Equal("second: 7", answer.Text);
    }

    [Fact]
    public async Task Answer_Tie_GoesToTheAnswerThatAppearsFirst()
    {
        var answer = await TestRun.With(ScriptedModel.Named("m").Says("1", "2", "2", "1")).AskAsync(Vote(4));

        Assert.Equal("1", answer.Text);
    }

    [Fact]
    public async Task Answer_Record_HoldsEachCandidatesAnswerAndItsVotes()
    {
        var answer = await TestRun.With(ScriptedModel.Named("m").Says("it is 7", "8", "none", "7.0")).AskAsync(Vote(4));

        var scored = Assert.Single(answer.Record.Events.OfType<Scored>());
        Assert.Equal("majority", scored.Scorer);
        Assert.Equal(
            [new CandidateScore("m", 0, 2, "7"), new CandidateScore("m", 1, 1, "8"), new CandidateScore("m", 2, null), new CandidateScore("m", 3, 2, "7")],
            scored.Scores);
    }

    [Fact]
    public async Task Answer_RecordWithoutTexts_HoldsNoAnswers()
    {
        var answer = await TestRun.With(ScriptedModel.Named("m").Says("7", "secret 7", "8")).WithoutTexts().AskAsync(Vote(3));

        Assert.All(Assert.Single(answer.Record.Events.OfType<Scored>()).Scores, static score => Assert.Null(score.Answer));
        Assert.DoesNotContain("7", answer.Why("winner"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_NoSampleHasAnAnswer_IsTheFirst()
    {
        var answer = await TestRun.With(ScriptedModel.Named("m").Says(ScriptedAnswer.Failing(FaultKind.Upstream), "no", "none")).AskAsync(Vote(3));

        Assert.Equal("no", answer.Text);
        Assert.StartsWith("no sample holds an answer", answer.Why("fallback"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_FailedSamples_DoNotVote()
    {
        var failed = ScriptedAnswer.Failing(FaultKind.RateLimited);
        var answer = await TestRun.With(ScriptedModel.Named("m").Says(failed, failed, "5", failed)).AskAsync(Vote(4));

        Assert.Equal("5", answer.Text);
        Assert.Contains("3 failed", answer.Why("winner"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_EverySampleFails_SaysWhy()
    {
        var model = ScriptedModel.Named("m").Always(ScriptedAnswer.Failing(FaultKind.Upstream, "it is down"));

        var exception = await Assert.ThrowsAsync<NoCandidateException>(() => TestRun.With(model).AskAsync(Vote(3)));

        Assert.Equal(3, exception.Failed.Count);
        Assert.Equal("m: it is down", exception.Message);
    }

    [Fact]
    public async Task Answer_FewerCallsThanSamplesInTheBudget_VotesOverThose()
    {
        var model = ScriptedModel.Named("m").Says("1", "2", "2");

        var answer = await TestRun.With(model).AskAsync(Vote(5, "budget: { calls: 3 }"));

        Assert.Equal(("2", 3, 3), (answer.Text, model.Calls, answer.Spend.Calls));
    }

    [Fact]
    public async Task Answer_NothingInTheBudget_SaysSo()
    {
        var model = ScriptedModel.Named("m").Always("1");

        var exception = await Assert.ThrowsAsync<NoCandidateException>(() => TestRun.With(model).AskAsync(Vote(3, "budget: { calls: 0 }")));

        Assert.All(exception.Failed, static candidate => Assert.Equal(FaultKind.BudgetSpent, candidate.Fault!.Kind));
        Assert.Equal(0, model.Calls);
    }

    [Fact]
    public async Task Answer_ToolCalls_VoteByNameAndCanonicalArgumentsAndAreDeliveredVerbatim()
    {
        var first = ScriptedAnswer.Calling("search", ("q", "x"));
        var second = ScriptedAnswer.Calling("weather", ("city", "Rome"), ("days", 3));
        var third = ScriptedAnswer.Calling("weather", ("days", 3), ("city", "Rome"));

        var answer = await TestRun.With(ScriptedModel.Named("m").Says(first, second, third)).AskAsync(Vote(3));

        Assert.Same(second.ToolCalls[0], Assert.Single(answer.Updates.SelectMany(static update => update.Contents).OfType<FunctionCallContent>()));
        Assert.Equal(ChatFinishReason.ToolCalls, answer.Updates[^1].FinishReason);
    }

    [Fact]
    public async Task Answer_SeveralModels_VoteTogetherInTheirOrder()
    {
        var a = ScriptedModel.Named("a").Says("1");
        var b = ScriptedModel.Named("b").Says("2", "1 indeed");
        var policy = Yaml.Policy("kind: best-of-n\nmodels: [b, a]\nn: { b: 2 }\nanswer: number");

        var answer = await TestRun.With(a, b).AskAsync(policy);

        Assert.Equal(("1 indeed", "b"), (answer.Text, answer.Record.Model));
    }

    [Fact]
    public async Task Answer_EndpointThatBatches_IsAskedOnceForAll()
    {
        var model = ScriptedModel.Named("m").Batching().Says("1", "2", "2");

        var answer = await TestRun.With(model).AskAsync(Vote(3));

        Assert.Equal(("2", 1, 3), (answer.Text, model.Batches, answer.Spend.Calls));
        Assert.Equal((10L, 15L), (answer.Spend.InputTokens, answer.Spend.OutputTokens));
    }

    [Fact]
    public async Task Answer_SamplingOfThePolicy_WinsOverTheRequests()
    {
        var model = ScriptedModel.Named("m").Always("1");
        var policy = Vote(1, "sampling: { temperature: 0.9, max_tokens: 50 }");

        await TestRun.With(model).AskAsync(policy, TestRun.Request("q", new ChatOptions { Temperature = 0, TopP = 0.5f, MaxOutputTokens = 20, StopSequences = ["."] }));

        var options = model.Requests[0].Options;
        Assert.Equal((0.9f, 0.5f, 20, "."), (options.Temperature!.Value, options.TopP!.Value, options.MaxOutputTokens!.Value, options.StopSequences![0]));
    }

    [Fact]
    public async Task Answer_NobodySetsATemperature_IsHotEnoughToVote()
    {
        var model = ScriptedModel.Named("m").Always("1");

        await TestRun.With(model).AskAsync(Vote(1));

        Assert.Equal(Sampling.DefaultTemperature, model.Requests[0].Options.Temperature);
    }

    [Fact]
    public void Answer_AnyOrderOfArrival_HasTheSameWinningKey()
    {
        var arrivals = Gen.Int[0, 3].Select(static drawn => drawn == 0 ? "no answer" : $"{drawn}").Array[2, 8]
            .SelectMany(static texts => Gen.Shuffle(Enumerable.Range(0, texts.Length).ToArray()).Select(order => (texts, order)));
        arrivals.Sample(pair => Winner(pair.texts, pair.order) == Winner(pair.texts, [.. Enumerable.Range(0, pair.texts.Length)]), iter: 200);
    }

    private static string Winner(string[] texts, int[] arrival)
    {
        // Sample k is finished as arrival says; ending each in turn on one thread makes the order exact.
        var gates = texts.Select(static _ => new TaskCompletionSource()).ToArray();
        var model = ScriptedModel.Named("m").Says([.. texts.Select((text, sample) => new ScriptedAnswer(text).When(gates[sample].Task))]);
        var answer = TestRun.With(model).AskAsync(Vote(texts.Length));
        foreach (var sample in arrival) gates[sample].SetResult();
        return answer.GetAwaiter().GetResult().Text;
    }

    private static PolicyDefinition Vote(int n, string more = "") => Yaml.Policy($"kind: best-of-n\nmodel: m\nn: {n}\nanswer: number\n{more}");
}
