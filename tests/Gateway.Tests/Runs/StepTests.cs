using System.Runtime.CompilerServices;
using Gateway.Testing;
using Microsoft.Extensions.AI;

namespace Gateway.Tests.Runs;

/// <summary>Steps as calls of a run.</summary>
public sealed class StepTests
{
    [Fact]
    public async Task Advance_Forks_PayThePromptOnceAndTheirOwnTokens()
    {
        var steps = new ScriptedSteps();
        var answer = await AskAsync(steps, static async (run, opened, token) =>
        {
            var fork = opened.Fork();
            var both = await Task.WhenAll(opened.AdvanceAsync(Call(0), token), fork.AdvanceAsync(Call(1), token));
            return both[0].Text + both[1].Text;
        });

        Assert.Equal([10L, 0L], answer.Calls.Select(static call => call.Spend.InputTokens));
        Assert.Equal(answer.Calls.Sum(static call => call.Spend.Cost), answer.Spend.Cost);
        Assert.Equal(10 * 1m / 1_000_000 + answer.Spend.OutputTokens * 2m / 1_000_000, answer.Spend.Cost);
        Assert.All(answer.Calls, static call => Assert.False(call.Estimated));
        Assert.Equal(answer.Text, string.Concat(answer.Calls.Select(static call => call.Text)));
        Assert.Equal(("step", "m"), (answer.Calls[0].Role, answer.Record.Model));
        Assert.Equal(0, steps.Open);
    }

    [Fact]
    public async Task Advance_Index_ChoosesTheSeed()
    {
        var steps = new ScriptedSteps();
        await AskAsync(steps, static async (run, opened, token) =>
        {
            foreach (var index in new[] { 0, 1, 1 }) await opened.Fork().AdvanceAsync(Call(index), token);
            return "x";
        });

        var seeds = steps.Advances.Select(static advance => advance.Limits.Seed).ToArray();
        Assert.NotEqual(seeds[0], seeds[1]);
        Assert.Equal(seeds[1], seeds[2]);
        Assert.Equal(RunSeed.ForSample(7, "m", 0), seeds[0]);
    }

    [Fact]
    public async Task Advance_Fault_IsDataAndLeavesTheSequence()
    {
        var steps = new ScriptedSteps { Fails = static (number, _) => number == 0 ? new ModelFault(FaultKind.Timeout, "slow") : null };
        var answer = await AskAsync(steps, static async (run, opened, token) =>
        {
            Assert.Equal(FaultKind.Timeout, (await opened.AdvanceAsync(Call(0), token)).Fault!.Kind);
            return (await opened.AdvanceAsync(Call(1), token)).Text;
        });

        Assert.Equal(["", ""], steps.Advances.Select(static advance => advance.Text));
        Assert.NotEqual("", answer.Text);
    }

    [Fact]
    public async Task Advance_Budget_LowersTheLimitAndThenRefuses()
    {
        var steps = new ScriptedSteps { Next = static (_, _) => new TokenLogprob("x", -1) };
        var answer = await AskAsync(steps, static async (run, opened, token) =>
        {
            var two = await Task.WhenAll(opened.AdvanceAsync(Call(0) with { Planned = 2 }, token), opened.Fork().AdvanceAsync(Call(1), token));
            var last = await opened.AdvanceAsync(Call(2), token);
            Assert.Equal(FaultKind.BudgetSpent, last.Fault!.Kind);
            return two[0].Text + two[1].Text;
        }, new BudgetLimits { OutputTokens = 9 });

        Assert.Equal(9, answer.Text.Length);
        Assert.Equal([4, 5], steps.Advances.Select(static advance => advance.Limits.MaxTokens!.Value));
        Assert.Equal(9, answer.Spend.OutputTokens);
    }

    [Fact]
    public async Task Advance_Abandoned_IsBilledWithWhatItUsed()
    {
        var steps = new ScriptedSteps { Waits = static (_, token) => Task.Delay(Timeout.InfiniteTimeSpan, token) };
        var test = TestRun.With(ScriptedModel.Named("m").Local(steps));
        using var client = new CancellationTokenSource();
        var asked = test.AskAsync(Policy(static async (run, opened, token) => (await opened.AdvanceAsync(Call(0), token)).Text), cancellationToken: client.Token);
        await client.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        var call = Assert.Single(Assert.Single(test.Records).Events.OfType<CallEnded>());
        Assert.Equal((FaultKind.Abandoned, 1, 10L), (call.Fault, call.Spend.Calls, call.Spend.InputTokens));
        Assert.Equal((0, 0), (steps.Open, steps.Active));
    }

    [Fact]
    public async Task Advance_Waiting_IsNotTheGatewaysOwnTime()
    {
        TestRun? test = null;
        var steps = new ScriptedSteps
        {
            Waits = (_, _) =>
            {
                test!.Time.Advance(TimeSpan.FromSeconds(3));
                return Task.CompletedTask;
            },
        };
        test = TestRun.With(ScriptedModel.Named("m").Local(steps));

        var answer = await test.AskAsync(Policy(static async (run, opened, token) => (await opened.AdvanceAsync(Call(0), token)).Text));

        Assert.Equal((TimeSpan.FromSeconds(3), TimeSpan.Zero), (answer.Record.Elapsed, answer.Record.Overhead));
    }

    [Fact]
    public async Task Open_ModelWithoutSteps_IsAFaultThatSaysSo()
    {
        var test = TestRun.With(ScriptedModel.Named("m"));

        var exception = await Assert.ThrowsAsync<NoCandidateException>(() => test.AskAsync(Policy(static (_, _, _) => Task.FromResult("x"))));

        Assert.Equal("m: 'm' is no model that can go on from a half-written answer", exception.Message);
        Assert.Equal(0, Assert.Single(test.Records).Spend.Calls);
    }

    private static StepCall Call(int index) => new("step", index) { StopAt = ["\n"] };

    private static Task<TestAnswer> AskAsync(ScriptedSteps steps, Func<PolicyRun, RunSequence, CancellationToken, Task<string>> work, BudgetLimits? budget = null) =>
        TestRun.With(ScriptedModel.Named("m").Local(steps).Costs(1, 2)).AskAsync(Policy(work, budget), TestRun.Request("q") with { Seed = 7 });

    private static PolicyDefinition Policy(Func<PolicyRun, RunSequence, CancellationToken, Task<string>> work, BudgetLimits? budget = null) =>
        InlinePolicy.Define("p", (run, token) => AnswerAsync(run, work, token), budget);

    private static async IAsyncEnumerable<ChatResponseUpdate> AnswerAsync(
        PolicyRun run, Func<PolicyRun, RunSequence, CancellationToken, Task<string>> work, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var opened = await run.OpenStepsAsync("m", run.Prompt, "", cancellationToken);
        yield return opened.Deliver(await work(run, opened, cancellationToken), ChatFinishReason.Stop);
    }
}
