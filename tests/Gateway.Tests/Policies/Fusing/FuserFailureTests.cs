using Gateway.Testing;
using Microsoft.Extensions.AI;
using static Gateway.Tests.Policies.FusionOfNTests;

namespace Gateway.Tests.Policies.Fusing;

public sealed class FuserFailureTests
{
    public static TheoryData<string, bool> Failures => new()
    {
        { "f failed (f: it failed)", true },
        { "f failed (f: it failed)", false },
        { "f answered nothing", true },
        { "f answered nothing", false },
        { "f refused to answer", true },
        { "f refused to answer", false },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Answer_FuserGivesNone_IsTheMajoritysDraft(string why, bool streaming)
    {
        var fuser = Fuser(why.Contains("failed", StringComparison.Ordinal) ? ScriptedAnswer.Failing(FaultKind.Upstream)
            : why.Contains("refused", StringComparison.Ordinal) ? new ScriptedAnswer(" ") { Finish = ChatFinishReason.ContentFilter }
            : new ScriptedAnswer("") { Finish = ChatFinishReason.Length });

        var answer = await TestRun.With(Drafts("it is 8", "it is 7", "7 it is"), fuser)
            .AskAsync(Fusion("answer: number"), TestRun.Request("q") with { Streaming = streaming });

        Assert.Equal(("it is 7", "m", 4), (answer.Text, answer.Record.Model, answer.Spend.Calls));
        Assert.Equal($"{why}; 2 of 3 votes are for the most frequent answer, and the first draft that gives it is the answer", answer.Why("fallback"));
    }

    [Fact]
    public async Task Answer_FuserFailsAndNoDraftVotes_IsTheFirstDraft()
    {
        var answer = await TestRun.With(Drafts("red", "green", "blue"), Fuser(ScriptedAnswer.Failing(FaultKind.Timeout))).AskAsync(Fusion("answer: number"));

        Assert.Equal("red", answer.Text);
    }

    [Fact]
    public async Task Answer_FuserFailsAfterItsFirstByte_IsAnError()
    {
        var fuser = Fuser(new ScriptedAnswer("half an") { Fault = new ModelFault(FaultKind.Upstream, "the line broke") });
        var test = TestRun.With(Drafts("red", "green", "blue"), fuser);
        var client = test.Client(Fusion());
        var text = "";

        var exception = await Assert.ThrowsAsync<NoCandidateException>(async () =>
        {
            await foreach (var update in client.AnswerAsync(client.Open(TestRun.Request("q") with { Streaming = true }), CancellationToken.None)) text += update.Text;
        });

        Assert.Equal(("half an", "f: the line broke"), (text, exception.Message));
        Assert.Equal(RunOutcome.Failed, Assert.Single(test.Records).Outcome);
    }

    [Fact]
    public async Task Answer_NoCallLeftForTheFuser_IsTheMajoritysDraft()
    {
        var fuser = Fuser("white");

        var answer = await TestRun.With(Drafts("it is 8", "it is 7", "7 it is"), fuser).AskAsync(Fusion("answer: number\nbudget: { calls: 3 }"));

        Assert.Equal(("it is 7", 0), (answer.Text, fuser.Calls));
        Assert.StartsWith("f failed (f: budget.calls is 3 and all are taken)", answer.Why("fallback"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_DeadlinePassesInTheFuser_IsADraft()
    {
        var fused = new TaskCompletionSource();
        var fuser = ScriptedModel.Named("f").Replies(_ =>
        {
            fused.SetResult();
            return new ScriptedAnswer("white").When(new TaskCompletionSource().Task);
        });
        var test = TestRun.With(Drafts("red", "green", "blue"), fuser);

        var asked = test.AskAsync(Fusion("budget: { wall_clock_ms: 1000 }"));
        await fused.Task;
        test.Time.Advance(TimeSpan.FromSeconds(2));
        var answer = await asked;

        Assert.Equal(("red", 0), (answer.Text, fuser.Active));
        Assert.StartsWith("f failed (f: budget.wall_clock_ms is 1000 and has passed)", answer.Why("fallback"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_DraftsDoNotFitTheFuser_IsADraft()
    {
        var fuser = Fuser("white").Holding(100);

        var answer = await TestRun.With(Drafts("red", "green", "blue"), fuser).AskAsync(Fusion());

        Assert.Equal(("red", 0), (answer.Text, fuser.Calls));
        Assert.StartsWith("f has no room for drafts", answer.Why("fallback"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_ClientLeavesWhileTheFuserWrites_LeaksNoCall()
    {
        using var client = new CancellationTokenSource();
        var fuser = Fuser(new ScriptedAnswer("one two").When(new TaskCompletionSource().Task));
        var test = TestRun.With(Drafts("red", "green", "blue"), fuser);
        var policy = test.Client(Fusion());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var update in policy.AnswerAsync(policy.Open(TestRun.Request("q") with { Streaming = true }), client.Token))
            {
                if (update.Text == " two") await client.CancelAsync();
            }
        });

        Assert.Equal((0, 1), (fuser.Active, fuser.Cancelled));
        Assert.Equal(RunOutcome.Cancelled, Assert.Single(test.Records).Outcome);
    }
}
