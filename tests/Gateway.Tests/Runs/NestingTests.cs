using Gateway.Testing;
using Microsoft.Extensions.AI;

namespace Gateway.Tests.Runs;

public sealed class NestingTests
{
    private static readonly PolicyDefinition Inner = CallTests.Policy(static async (run, token) => (await run.GatherAsync(CallTests.Calls(run, 2), token))[0], "inner");
    private static readonly PolicyDefinition Outer = CallTests.Policy(static async (run, token) => (await run.GatherAsync(CallTests.Calls(run, 2, "inner"), token))[^1], "outer");

    [Fact]
    public async Task Call_OfAPolicy_IsARunOfItsOwnUnderTheSameBill()
    {
        var test = TestRun.With(ScriptedModel.Named("m").Costs(1, 1).Says("a", "b", "c", "d")).Knowing(Inner);

        var answer = await test.AskAsync(Outer);

        Assert.Equal(("c", "m"), (answer.Text, answer.Record.Model));
        Assert.Equal(new Spend(4, 40, 0, 20, 0.00006m), answer.Spend);
        Assert.Equal(3, test.Records.Count);
        Assert.All(test.Records.Take(2), record => Assert.Equal((answer.Record.Id, 2), (record.ParentId, record.Spend.Calls)));
        Assert.Equal(test.Records.Take(2).Select(static record => record.Id), answer.Calls.Select(static call => call.ChildRunId));
    }

    [Fact]
    public async Task Call_OfAPolicy_SharesTheParentsBudget()
    {
        var model = ScriptedModel.Named("m").Says("a", "b", "c");

        var answer = await TestRun.With(model).Knowing(Inner).AskAsync(Outer, TestRun.Request("q") with { Limits = new BudgetLimits { Calls = 3 } });

        Assert.Equal(("c", 3, 3), (answer.Text, model.Calls, answer.Spend.Calls));
    }

    [Fact]
    public async Task Call_OfAPolicyThatFails_IsAFaultWithItsReason()
    {
        var test = TestRun.With(ScriptedModel.Named("m").Always(ScriptedAnswer.Failing(FaultKind.RateLimited, "busy"))).Knowing(Inner);

        var exception = await Assert.ThrowsAsync<NoCandidateException>(() => test.AskAsync(Outer));

        Assert.All(exception.Failed, static candidate => Assert.Equal((FaultKind.RateLimited, 2), (candidate.Fault!.Kind, candidate.Spend.Calls)));
        Assert.Equal(4, test.Records[^1].Spend.Calls);
    }

    [Fact]
    public async Task Call_OfAPolicyWhoseMembersFailedDifferently_IsNoMembersFaultAlone()
    {
        var mixed = CallTests.Policy(static async (run, token) => (await run.GatherAsync([CallTests.Call(run, "a"), CallTests.Call(run, "b")], token))[0], "inner");
        var test = TestRun.With(
            ScriptedModel.Named("a").Always(ScriptedAnswer.Failing(FaultKind.ContextTooLong, "too long")),
            ScriptedModel.Named("b").Always(ScriptedAnswer.Failing(FaultKind.Upstream, "broken"))).Knowing(mixed);

        var exception = await Assert.ThrowsAsync<NoCandidateException>(() => test.AskAsync(Outer));

        Assert.All(exception.Failed, static candidate =>
        {
            Assert.Equal((FaultKind.Upstream, null), (candidate.Fault!.Kind, candidate.Fault.Status));
            Assert.Contains("too long", candidate.Fault.Message, StringComparison.Ordinal);
            Assert.Contains("broken", candidate.Fault.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Samples_OfAPolicyOverARemoteModel_HaveEachItsOwnSeed()
    {
        var one = CallTests.Policy(static async (run, token) => (await run.GatherAsync(CallTests.Calls(run, 1), token))[0], "inner");
        var model = ScriptedModel.Named("m").Says("a", "b");

        await TestRun.With(model).Knowing(one).AskAsync(Outer, TestRun.Request("q", new ChatOptions { Seed = 1 }));

        Assert.Equal(1, model.Requests[0].Options.Seed);
        Assert.NotEqual(1, model.Requests[1].Options.Seed);
    }

    [Fact]
    public async Task Record_OfALaterChild_CountsItsOwnWaitsOnly()
    {
        var test = TestRun.With(ScriptedModel.Named("m").Says("a", "b", "c", "d")).Knowing(Inner);
        var twice = CallTests.Policy(
            async (run, token) =>
            {
                await run.CallAsync(CallTests.Call(run, "inner"), token);
                return await run.CallAsync(CallTests.Call(run, "inner"), token);
            },
            "outer");

        await test.AskAsync(twice);

        Assert.All(test.Records, static record => Assert.True(record.Overhead >= TimeSpan.Zero));
    }

    [Fact]
    public async Task Call_OfAPolicyAbandoned_LeavesNothingRunning()
    {
        var never = new TaskCompletionSource();
        var slow = ScriptedModel.Named("m").Always(new ScriptedAnswer("late").When(never.Task));
        var first = CallTests.Policy(static async (run, token) =>
        {
            await foreach (var candidate in run.CallManyAsync([CallTests.Call(run, "quick"), CallTests.Call(run, "inner")], token)) return candidate;
            throw new InvalidOperationException("There is a first.");
        });
        var test = TestRun.With(slow, ScriptedModel.Named("quick").Says("now")).Knowing(Inner);

        var answer = await test.AskAsync(first);

        Assert.Equal(("now", 2, 0), (answer.Text, slow.Cancelled, slow.Active));
        Assert.Equal([RunOutcome.Cancelled, RunOutcome.Answered], test.Records.Select(static record => record.Outcome));
        Assert.Equal(3, answer.Spend.Calls);
    }

    [Fact]
    public async Task Call_OfAPolicy_CarriesToolCallsThrough()
    {
        var test = TestRun.With(ScriptedModel.Named("m").Always(ScriptedAnswer.Calling("f", ("x", 1)))).Knowing(Inner);

        var answer = await test.AskAsync(Outer);

        Assert.Equal("f", Assert.Single(answer.Updates.SelectMany(static update => update.Contents).OfType<FunctionCallContent>()).Name);
    }
}
