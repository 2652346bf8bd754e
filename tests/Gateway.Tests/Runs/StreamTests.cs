using Gateway.Testing;
using Microsoft.Extensions.AI;

namespace Gateway.Tests.Runs;

public sealed class StreamTests
{
    private static readonly PolicyDefinition Policy = InlinePolicy.Define("p", static (run, token) => run.StreamAsync(CallTests.Call(run), token));

    [Fact]
    public async Task StreamAsync_CallerStreams_PassesEachUpdateOn()
    {
        var answer = await TestRun.With(ScriptedModel.Named("m").Says("a b c")).AskAsync(Policy, Streaming());

        Assert.Equal(["a", " b", " c", ""], answer.Updates.Select(static update => update.Text));
        Assert.Equal(("a b c", "m"), (Assert.Single(answer.Calls).Text, answer.Record.Model));
        Assert.Equal(new Spend(1, 10, 0, 5, 0), answer.Spend);
    }

    [Fact]
    public async Task StreamAsync_CallerWantsItWhole_AsksTheModelForItWhole() =>
        Assert.Single((await TestRun.With(ScriptedModel.Named("m").Says("a b c")).AskAsync(Policy)).Updates);

    [Fact]
    public async Task StreamAsync_ModelFailsAtOnce_Throws()
    {
        var test = TestRun.With(ScriptedModel.Named("m").Says(ScriptedAnswer.Failing(FaultKind.RateLimited, "busy")));

        var exception = await Assert.ThrowsAsync<NoCandidateException>(() => test.AskAsync(Policy, Streaming()));

        Assert.Equal(FaultKind.RateLimited, exception.Failed[0].Fault!.Kind);
        Assert.Equal(RunOutcome.Failed, Assert.Single(test.Records).Outcome);
    }

    [Fact]
    public async Task StreamAsync_ModelBreaksHalfway_BillsWhatCame()
    {
        var test = TestRun.With(ScriptedModel.Named("m").Costs(0, 1).Says(new ScriptedAnswer("a b c") { Fault = new ModelFault(FaultKind.Upstream, "cut") }));

        await Assert.ThrowsAsync<NoCandidateException>(() => test.AskAsync(Policy, Streaming()));

        var record = Assert.Single(test.Records);
        Assert.Equal((3L, 0.000003m), (record.Spend.OutputTokens, record.Spend.Cost));
    }

    [Fact]
    public async Task StreamAsync_ReaderLeaves_IsAbandonedAndSettled()
    {
        var test = TestRun.With(ScriptedModel.Named("m").Says("a b c"));
        var client = test.Client(Policy);

        await foreach (var update in client.AnswerAsync(client.Open(Streaming()), CancellationToken.None))
        {
            if (update.Text == " b") break;
        }

        var record = Assert.Single(test.Records);
        var call = Assert.Single(record.Events.OfType<CallEnded>());
        Assert.Equal((RunOutcome.Cancelled, FaultKind.Abandoned, 2L), (record.Outcome, call.Fault!.Value, call.Spend.OutputTokens));
    }

    [Fact]
    public async Task StreamAsync_OfAPolicy_IsThatPolicysStream()
    {
        var outer = InlinePolicy.Define("outer", static (run, token) => run.StreamAsync(CallTests.Call(run, "p"), token));

        var answer = await TestRun.With(ScriptedModel.Named("m").Says("a b")).Knowing(Policy).AskAsync(outer, Streaming());

        Assert.Equal("a b", answer.Text);
        Assert.Equal(3, answer.Updates.Count);
        Assert.Equal(("m", 1), (answer.Record.Model, answer.Spend.Calls));
    }

    private static RunRequest Streaming() => TestRun.Request("q", new ChatOptions()) with { Streaming = true };
}
