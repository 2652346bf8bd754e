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
