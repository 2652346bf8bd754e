using Gateway.Testing;

namespace Gateway.Tests.Runs;

public sealed class DeadlineTests
{
    private static readonly BudgetLimits OneSecond = new() { WallClock = TimeSpan.FromSeconds(1) };

    [Fact]
    public async Task Deadline_PassesWithAnAnswerInHand_IsThatAnswer()
    {
        var model = ScriptedModel.Named("m").Says("quick", new ScriptedAnswer("slow").After(TimeSpan.FromMinutes(1)));
        var test = TestRun.With(model);

        var asked = test.AskAsync(CallTests.Policy(static async (run, token) => (await run.GatherAsync(CallTests.Calls(run, 2), token))[^1], budget: OneSecond));
        test.Time.Advance(TimeSpan.FromSeconds(2));
        var answer = await asked;

        Assert.Equal("quick", answer.Text);
        Assert.Equal((FaultKind.Timeout, "budget.wall_clock_ms is 1000 and has passed"), (answer.Calls[1].Fault!.Value, answer.Calls[1].FaultMessage));
        Assert.Equal((1, 0), (model.Cancelled, model.Active));
    }

    [Fact]
    public async Task Deadline_PassesWithoutAnAnswer_FailsAsTimeout()
    {
        var test = TestRun.With(ScriptedModel.Named("m").Always(new ScriptedAnswer("slow").After(TimeSpan.FromMinutes(1))));

        var asked = test.AskAsync(CallTests.Policy(static (run, token) => run.CallAsync(CallTests.Call(run), token), budget: OneSecond));
        test.Time.Advance(TimeSpan.FromSeconds(2));

        var exception = await Assert.ThrowsAsync<NoCandidateException>(() => asked);
        Assert.Equal(FaultKind.Timeout, exception.Failed[0].Fault!.Kind);
        Assert.Equal(RunOutcome.Failed, Assert.Single(test.Records).Outcome);
    }

    [Fact]
    public async Task Deadline_PassedBeforeTheNextCall_MakesNoCall()
    {
        var model = ScriptedModel.Named("m").Says(new ScriptedAnswer("slow").After(TimeSpan.FromMinutes(1)));
        var test = TestRun.With(model);

        var asked = test.AskAsync(CallTests.Policy(
            static async (run, token) =>
            {
                await run.CallAsync(CallTests.Call(run), token);
                return await run.CallAsync(CallTests.Call(run), token);
            },
            budget: OneSecond));
        test.Time.Advance(TimeSpan.FromSeconds(2));

        await Assert.ThrowsAsync<NoCandidateException>(() => asked);
        Assert.Equal(1, model.Calls);
    }

    [Fact]
    public async Task Deadline_OfTheParent_EndsTheChildAndNamesTheParentsLimit()
    {
        var model = ScriptedModel.Named("m").Always(new ScriptedAnswer("slow").After(TimeSpan.FromMinutes(1)));
        var inner = CallTests.Policy(static (run, token) => run.CallAsync(CallTests.Call(run), token), "inner", new BudgetLimits { WallClock = TimeSpan.FromMinutes(5) });
        var test = TestRun.With(model).Knowing(inner);

        var asked = test.AskAsync(CallTests.Policy(static (run, token) => run.CallAsync(CallTests.Call(run, "inner"), token), budget: OneSecond));
        test.Time.Advance(TimeSpan.FromSeconds(2));

        var exception = await Assert.ThrowsAsync<NoCandidateException>(() => asked);
        Assert.Contains("budget.wall_clock_ms is 1000 and has passed", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deadline_OfTheChild_LeavesTheParentItsTime()
    {
        var model = ScriptedModel.Named("m").Says(new ScriptedAnswer("slow").After(TimeSpan.FromMinutes(1)), "second");
        var inner = CallTests.Policy(static (run, token) => run.CallAsync(CallTests.Call(run), token), "inner", OneSecond);
        var test = TestRun.With(model).Knowing(inner);

        var asked = test.AskAsync(CallTests.Policy(static async (run, token) =>
        {
            var first = await run.CallAsync(CallTests.Call(run, "inner"), token);
            return first.Ok ? first : await run.CallAsync(CallTests.Call(run), token);
        }));
        test.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal("second", (await asked).Text);
    }

    [Fact]
    public async Task Waiting_OverlappingCalls_CountOnce()
    {
        var model = ScriptedModel.Named("m").Says(new ScriptedAnswer("a").After(TimeSpan.FromSeconds(1)), new ScriptedAnswer("b").After(TimeSpan.FromSeconds(3)));
        var test = TestRun.With(model);

        var asked = test.AskAsync(CallTests.Policy(static async (run, token) => (await run.GatherAsync(CallTests.Calls(run, 2), token))[0]));
        test.Time.Advance(TimeSpan.FromSeconds(3));
        var record = (await asked).Record;

        Assert.Equal((TimeSpan.FromSeconds(3), TimeSpan.Zero), (record.Elapsed, record.Overhead));
    }
}
