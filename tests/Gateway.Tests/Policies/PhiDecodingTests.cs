using System.Text.Json;
using Gateway.Testing;
using Microsoft.Extensions.AI;

namespace Gateway.Tests.Policies;

public sealed class PhiDecodingTests
{
    [Fact]
    public async Task Answer_StepsAndForesight_AreCallsOfTheRun()
    {
        var steps = new ScriptedSteps();
        var answer = await TestRun.With(ScriptedModel.Named("m").Local(steps).Costs(1, 2)).AskAsync(Phi("beam: 2\nrollouts: 3\nmax_steps: 3"));

        Assert.Equal(6, answer.Calls.Take(6).Count(static call => call.Role == "step"));
        Assert.Contains(answer.Calls, static call => call.Role == "foresight");
        Assert.Equal(2, answer.Calls.Count(static call => call.Role == "answer"));
        Assert.Equal(Enumerable.Range(0, answer.Calls.Count), answer.Calls.Select(static call => call.SampleIndex));
        Assert.Equal(answer.Spend, answer.Calls.Aggregate(default(Spend), static (sum, call) => sum + call.Spend));
        Assert.Equal(10, answer.Spend.InputTokens);
        Assert.Equal("m", answer.Record.Model);
        Assert.Equal(steps.Advances.Count, answer.Spend.Calls);
        Assert.Equal(steps.Advances.Count, steps.Advances.Select(static advance => advance.Limits.Seed).Distinct().Count());
        Assert.Equal(0, steps.Open);
        Assert.Contains("step 1: 6 drawn and 0 failed", answer.Why("step"), StringComparison.Ordinal);
        Assert.NotEqual("", answer.Why("winner"));
        Assert.All(answer.Record.Events.OfType<Scored>(), static scored => Assert.Equal(1, scored.Scores.Sum(static score => score.Score!.Value), precision: 9));
    }

    [Fact]
    public async Task Answer_OneStage_IsMadeAtOnce()
    {
        var steps = new ScriptedSteps();
        var all = new TaskCompletionSource();
        var waiting = new ScriptedSteps
        {
            Waits = (number, token) =>
            {
                if (number == 11) all.SetResult();
                return number < 12 ? all.Task.WaitAsync(token) : Task.CompletedTask;
            },
        };

        Assert.Equal((await AskAsync(steps, "beam: 3\nrollouts: 4")).Text, (await AskAsync(waiting, "beam: 3\nrollouts: 4")).Text);
        Assert.Equal(12, waiting.MostAtOnce);
    }

    [Fact]
    public async Task Answer_AnyOrderOfArrival_IsTheSame()
    {
        var shuffled = new ScriptedSteps
        {
            Waits = static async (number, _) =>
            {
                for (var i = 0; i < number * 7 % 13; i++) await Task.Yield();
            },
        };

        var (plain, late) = (await AskAsync(new ScriptedSteps(), ""), await AskAsync(shuffled, ""));

        Assert.Equal(plain.Text, late.Text);
        Assert.Equal(plain.Spend, late.Spend);
    }

    [Fact]
    public async Task Stream_OneBeam_GivesEachStepWhenItIsMade()
    {
        var steps = new ScriptedSteps { Length = 200 };

        var answer = await AskAsync(steps, "beam: 1\nrollouts: 2\nmax_steps: 4\nmin_steps: 4");

        Assert.True(answer.Updates.Count >= 4, $"{answer.Updates.Count} updates");
        Assert.All(answer.Updates.Take(3), static update => Assert.EndsWith("\n", update.Text, StringComparison.Ordinal));
        Assert.All(answer.Updates.SkipLast(1), static update => Assert.Null(update.FinishReason));
        Assert.Equal(ChatFinishReason.Stop, answer.Updates[^1].FinishReason);
    }

    [Fact]
    public async Task Stream_SeveralBeams_GivesWhatTheyAllBeginWith()
    {
        // The first step is forced, the second is a choice of two, the rest is one word.
        var steps = new ScriptedSteps
        {
            Next = static (text, random) => text.Length == 0 ? new TokenLogprob("first\n", -0.1)
                : text == "first\n" ? new TokenLogprob(random.Next(2) == 0 ? "left\n" : "right\n", -0.7)
                : text.Length > 30 ? null : new TokenLogprob("same\n", -0.1),
        };

        var answer = await AskAsync(steps, "beam: 2\nrollouts: 4\nmax_steps: 3");

        Assert.Equal("first\n", answer.Updates[0].Text);
        Assert.Matches("^first\n(left|right)\n(same\n)+$", answer.Text);
        Assert.True(answer.Updates.Count > 1);
    }

    [Fact]
    public async Task Answer_ClientLeaves_LeavesNoStepAndNoSequence()
    {
        var never = new TaskCompletionSource();
        var steps = new ScriptedSteps { Waits = (number, token) => number >= 20 ? never.Task.WaitAsync(token) : Task.CompletedTask };
        var test = TestRun.With(ScriptedModel.Named("m").Local(steps));
        using var client = new CancellationTokenSource();

        var asked = test.AskAsync(Phi(""), cancellationToken: client.Token);
        Assert.True(steps.Active > 0);
        await client.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        Assert.Equal((0, 0), (steps.Active, steps.Open));
        var record = Assert.Single(test.Records);
        Assert.Equal(RunOutcome.Cancelled, record.Outcome);
        Assert.Contains(record.Events.OfType<CallEnded>(), static call => call.Fault == FaultKind.Abandoned);
    }

    [Fact]
    public async Task Answer_Tools_IsOnePlainCall()
    {
        var options = new ChatOptions { Tools = [AIFunctionFactory.CreateDeclaration("f", "does", JsonDocument.Parse("""{"type":"object"}""").RootElement)] };
        var model = ScriptedModel.Named("m").Local(new ScriptedSteps()).Says(ScriptedAnswer.Calling("f", ("x", 1)));

        var answer = await TestRun.With(model).AskAsync(Phi(""), TestRun.Request("q", options));

        Assert.Equal(1, answer.Spend.Calls);
        Assert.Contains("the request brings tools", answer.Why("plain"), StringComparison.Ordinal);
        Assert.Single(answer.Updates.SelectMany(static update => update.Contents).OfType<FunctionCallContent>());
    }

    [Fact]
    public async Task Answer_JsonSchema_IsOnePlainCall()
    {
        var model = ScriptedModel.Named("m").Local(new ScriptedSteps()).Says("{}");

        var answer = await TestRun.With(model).AskAsync(Phi(""), TestRun.Request("q", new ChatOptions { ResponseFormat = ChatResponseFormat.Json }));

        Assert.Equal(("{}", 1), (answer.Text, answer.Spend.Calls));
        Assert.Contains("JSON", answer.Why("plain"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("so ")]
    [InlineData("\n\n")]
    [InlineData("two one ")]
    [InlineData("sum \nso")]
    public async Task Answer_ClientsStop_CutsTheAnswerWhereverItFalls(string stop)
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            var test = TestRun.With(ScriptedModel.Named("m").Local(new ScriptedSteps(seed)));
            var answer = await test.AskAsync(Phi("beam: 2\nrollouts: 2"), TestRun.Request("q", new ChatOptions { StopSequences = [stop] }) with { Streaming = true });

            Assert.DoesNotContain(stop, answer.Text, StringComparison.Ordinal);
            Assert.Equal(ChatFinishReason.Stop, answer.Updates[^1].FinishReason);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(20)]
    public async Task Answer_MaxTokens_BoundsTheWholeAnswer(int most)
    {
        var steps = new ScriptedSteps { Length = 100_000, Next = static (text, random) => new TokenLogprob(random.Next(4) == 0 ? "\n" : "x", -0.5) };
        var test = TestRun.With(ScriptedModel.Named("m").Local(steps));

        var answer = await test.AskAsync(Phi(""), TestRun.Request("q", new ChatOptions { MaxOutputTokens = most }));

        Assert.Equal(most, answer.Text.Length);
        Assert.Equal(ChatFinishReason.Length, answer.Updates[^1].FinishReason);
    }

    [Fact]
    public async Task Answer_Prefix_BeginsItAndIsReadByTheModel()
    {
        var steps = new ScriptedSteps();

        var answer = await AskAsync(steps, "prefix: 'Steps: '");

        Assert.StartsWith("Steps: ", answer.Text, StringComparison.Ordinal);
        Assert.All(steps.Advances, static advance => Assert.StartsWith("Steps: ", advance.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Answer_NoForesight_LooksAtStepsAloneAndNeverStopsEarly()
    {
        var steps = new ScriptedSteps { Length = 2000, Next = static (text, _) => text.Length > 200 ? null : new TokenLogprob("line\n", -0.1) };

        var answer = await AskAsync(steps, "foresight_tokens: 0\nmax_steps: 5\nmin_steps: 1");

        Assert.DoesNotContain(answer.Calls, static call => call.Role == "foresight");
        Assert.Equal("", answer.Why("stop"));
        Assert.Contains("step 5:", answer.Why("step"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_StepsOfASentence_EndAtTheStopText()
    {
        var steps = new ScriptedSteps { Next = static (text, random) => text.Length > 40 ? null : new TokenLogprob(random.Next(3) == 0 ? ";" : "a", -0.5) };

        var answer = await AskAsync(steps, "beam: 1\nrollouts: 1\nstep_stop: ';'\nmin_steps: 3");

        Assert.All(answer.Updates.Take(2), static update => Assert.EndsWith(";", update.Text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("step_stop: ''", "step_stop: is empty")]
    [InlineData("beam: 64\nrollouts: 64", "rollouts: 64 x 64 rollouts a step are not legal; give 1024 at most")]
    [InlineData("sampling: { top_k: 5 }", "sampling.top_k: steps are drawn by temperature, top_p and max_tokens alone")]
    [InlineData("tau: 0", "tau: ")]
    [InlineData("depth_threshold: 1.5", "depth_threshold: ")]
    [InlineData("foresight_tokens: -1", "foresight_tokens: ")]
    public void File_IllegalOption_IsRefusedByItsKey(string line, string problem) =>
        Assert.Contains(problem, Assert.Single(Yaml.Problems($"name: p\nkind: phi-decoding\nmodel: m\n{line}")), StringComparison.Ordinal);

    internal static Task<TestAnswer> AskAsync(ScriptedSteps steps, string options) =>
        TestRun.With(ScriptedModel.Named("m").Local(steps)).AskAsync(Phi(options), TestRun.Request("question") with { Streaming = true });

    internal static PolicyDefinition Phi(string options) => Yaml.Policy($"kind: phi-decoding\nmodel: m\n{options}");
}
