using System.Runtime.CompilerServices;
using Gateway.Testing;
using Microsoft.Extensions.AI;

namespace Gateway.Tests.Runs;

public sealed class CallTests
{
    [Fact]
    public async Task CallAsync_ModelAnswers_IsACandidateWithItsBill()
    {
        var model = ScriptedModel.Named("m").Costs(1, 10).Says(new ScriptedAnswer("yes") { Usage = (100, 20) });
        Candidate? candidate = null;

        var answer = await TestRun.With(model).AskAsync(Policy(async (run, token) => candidate = await run.CallAsync(Call(run), token)));

        Assert.Equal(("yes", true, "m"), (candidate!.Text, candidate.Ok, candidate.AnsweredBy));
        Assert.Equal(new Spend(1, 100, 0, 20, 0.0003m), candidate.Spend);
        Assert.Equal(candidate.Spend, answer.Spend);
    }

    [Fact]
    public async Task CallAsync_ModelThrows_IsAFaultAndNotAnException()
    {
        var model = ScriptedModel.Named("m").Replies(static _ => throw new HttpRequestException("no route"));
        Candidate? candidate = null;

        var answer = await TestRun.With(model, ScriptedModel.Named("n").Says("x")).AskAsync(Policy(async (run, token) =>
        {
            candidate = await run.CallAsync(Call(run), token);
            return await run.CallAsync(Call(run, "n"), token);
        }));

        Assert.Equal((FaultKind.Upstream, "no route"), (candidate!.Fault!.Kind, candidate.Fault.Message));
        Assert.Equal(FaultKind.Upstream, answer.Calls[0].Fault);
    }

    [Fact]
    public async Task CallAsync_UnknownName_IsAFault()
    {
        var exception = await Assert.ThrowsAsync<NoCandidateException>(() => TestRun.With().AskAsync(Policy((run, token) => run.CallAsync(Call(run, "nobody"), token))));

        Assert.Equal("nobody: 'nobody' is neither a model nor a policy of this gateway", exception.Message);
        Assert.Equal(default, exception.Failed[0].Spend);
    }

    [Fact]
    public async Task CallAsync_FailedBeforeAnything_CostsNothingAndCounts()
    {
        var exception = await Assert.ThrowsAsync<NoCandidateException>(() => TestRun
            .With(ScriptedModel.Named("m").Costs(1, 1).Says(ScriptedAnswer.Failing(FaultKind.Refused)))
            .AskAsync(Policy((run, token) => run.CallAsync(Call(run), token))));

        Assert.Equal(new Spend(1, 0, 0, 0, 0), exception.Failed[0].Spend);
    }

    [Fact]
    public async Task CallAsync_NoUsageTold_IsEstimatedAndSaysSo()
    {
        var model = ScriptedModel.Named("m").Says(new ScriptedAnswer("12345678") { Usage = null });

        var answer = await TestRun.With(model).AskAsync(Policy((run, token) => run.CallAsync(Call(run), token)), "1234567890123456");

        Assert.True(Assert.Single(answer.Calls).Estimated);
        Assert.Equal((6, 2), (answer.Spend.InputTokens, answer.Spend.OutputTokens));
    }

    [Fact]
    public async Task CallManyAsync_Candidates_ComeAsTheyFinish()
    {
        var gates = new[] { new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource() };
        var model = ScriptedModel.Named("m").Says([.. gates.Select(static (gate, place) => new ScriptedAnswer($"{place}").When(gate.Task))]);
        var finishing = new Queue<int>([2, 0, 1]);
        var arrived = new List<string>();

        var asked = TestRun.With(model).AskAsync(Policy(async (run, token) =>
        {
            Candidate? last = null;
            await foreach (var candidate in run.CallManyAsync(Calls(run, 3), token))
            {
                arrived.Add((last = candidate).Text);
                if (finishing.TryDequeue(out var next)) gates[next].SetResult();
            }

            return last!;
        }));
        Assert.Equal(3, model.Active);
        gates[finishing.Dequeue()].SetResult();
        await asked;

        Assert.Equal(["2", "0", "1"], arrived);
    }

    [Fact]
    public async Task CallManyAsync_LoopIsLeft_CancelsSettlesAndRecordsTheRest()
    {
        var never = new TaskCompletionSource();
        var model = ScriptedModel.Named("m").Costs(1, 1).Says("first").Always(new ScriptedAnswer("late").When(never.Task));

        var answer = await TestRun.With(model).AskAsync(Policy(async (run, token) =>
        {
            await foreach (var candidate in run.CallManyAsync(Calls(run, 3), token)) return candidate;
            throw new InvalidOperationException("There is a first.");
        }));

        Assert.Equal((2, 0), (model.Cancelled, model.Active));
        Assert.Equal([null, FaultKind.Abandoned, FaultKind.Abandoned], answer.Calls.Select(static call => call.Fault));

        // The first sample told the prompt's true length; the abandoned ones are billed with it.
        Assert.All(answer.Calls.Skip(1), static call => Assert.Equal((new Spend(1, 10, 0, 0, 0.00001m), true), (call.Spend, call.Estimated)));
        Assert.Equal(3, answer.Spend.Calls);
    }

    [Fact]
    public async Task CallManyAsync_BatchIsLeft_PaysItsPromptOnce()
    {
        var never = new TaskCompletionSource();
        var batching = ScriptedModel.Named("b").Batching().Always(new ScriptedAnswer("late").When(never.Task));
        var answer = await TestRun.With(batching, ScriptedModel.Named("m").Says("first")).AskAsync(Policy(async (run, token) =>
        {
            await foreach (var candidate in run.CallManyAsync([Call(run), .. Calls(run, 3, "b")], token)) return candidate;
            throw new InvalidOperationException("There is a first.");
        }));

        var prompt = answer.Calls.Where(static call => call.Model == "b").Select(static call => call.Spend.InputTokens).ToArray();
        Assert.Equal((3, 1), (prompt.Length, prompt.Count(static tokens => tokens > 0)));
        Assert.Equal(4, answer.Spend.Calls);
    }

    [Fact]
    public async Task CallManyAsync_Batch_PaysItsPromptOnceAndSharesItsOutput()
    {
        var model = ScriptedModel.Named("m").Batching().Says("1", "2", "3");

        var answer = await TestRun.With(model).AskAsync(Policy(async (run, token) => (await run.GatherAsync(Calls(run, 3), token))[2]));

        Assert.Equal("3", answer.Text);
        Assert.Equal([10L, 0L, 0L], answer.Calls.Select(static call => call.Spend.InputTokens));
        Assert.Equal([5L, 5L, 5L], answer.Calls.Select(static call => call.Spend.OutputTokens));
    }

    [Fact]
    public async Task CallManyAsync_ClientLeaves_ThrowsAndLeaksNothing()
    {
        var never = new TaskCompletionSource();
        var model = ScriptedModel.Named("m").Always(new ScriptedAnswer("late").When(never.Task));
        var test = TestRun.With(model);
        using var client = new CancellationTokenSource();

        var asked = test.AskAsync(Policy(async (run, token) => (await run.GatherAsync(Calls(run, 4), token))[0]), cancellationToken: client.Token);
        await client.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        Assert.Equal((4, 0), (model.Cancelled, model.Active));
        var record = Assert.Single(test.Records);
        Assert.Equal((RunOutcome.Cancelled, 4), (record.Outcome, record.Spend.Calls));
    }

    [Fact]
    public async Task GatherAsync_SomeFail_GivesTheOthersInCallOrder()
    {
        var late = new TaskCompletionSource();
        var model = ScriptedModel.Named("m").Says(new ScriptedAnswer("a").When(late.Task), ScriptedAnswer.Failing(FaultKind.Timeout), "c");
        IReadOnlyList<Candidate> gathered = [];

        var asked = TestRun.With(model).AskAsync(Policy(async (run, token) => (gathered = await run.GatherAsync(Calls(run, 3), token))[0]));
        late.SetResult();
        await asked;

        Assert.Equal(["a", "c"], gathered.Select(static candidate => candidate.Text));
    }

    [Fact]
    public async Task GatherAsync_AllFail_ThrowsWithEachReason()
    {
        var model = ScriptedModel.Named("m").Says(ScriptedAnswer.Failing(FaultKind.Timeout, "slow"), ScriptedAnswer.Failing(FaultKind.Upstream, "down"));

        var exception = await Assert.ThrowsAsync<NoCandidateException>(() => TestRun.With(model).AskAsync(Policy(async (run, token) => (await run.GatherAsync(Calls(run, 2), token))[0])));

        Assert.Equal("m: slow; m: down", exception.Message);
    }

    internal static ModelCall Call(PolicyRun run, string model = "m") => new(model, run.Prompt);

    internal static ModelCall[] Calls(PolicyRun run, int count, string model = "m") =>
        [.. Enumerable.Range(0, count).Select(index => new ModelCall(model, run.Prompt) { SampleIndex = index })];

    /// <summary>A policy that delivers the candidate that a test chooses.</summary>
    internal static PolicyDefinition Policy(Func<PolicyRun, CancellationToken, Task<Candidate>> choose, string name = "p", BudgetLimits? budget = null)
    {
        return InlinePolicy.Define(name, AnswerAsync, budget);

        async IAsyncEnumerable<ChatResponseUpdate> AnswerAsync(PolicyRun run, [EnumeratorCancellation] CancellationToken token)
        {
            var chosen = await choose(run, token);
            await foreach (var update in run.Deliver(chosen)) yield return update;
        }
    }
}
