using Microsoft.Extensions.AI;

namespace Gateway.Llama.Tests;

public sealed class KvStepDecoderTests
{
    private static readonly StepLimits Greedy = new(MaxTokens: 8, Temperature: 0, StopAt: [";"], Seed: 0);

    [Fact(Skip = TinySum.WhyMissing, SkipWhen = nameof(TinySum.IsMissing), SkipType = typeof(TinySum))]
    public async Task Steps_OneAfterTheOther_MakeTheWholeAnswer()
    {
        using var model = TinySum.Load();
        using var client = new LlamaChatClient(model);
        var whole = await client.GetResponseAsync(TinySum.Ask("31+12+39"), new ChatOptions { Temperature = 0 });
        await using var sequence = await OpenAsync(client, "31+12+39");

        var text = "";
        DecodedStep step;
        do
        {
            step = await sequence.AdvanceAsync(Greedy, TestContext.Current.CancellationToken);
            text += step.Text;
            Assert.InRange(step.Tokens.Count, 0, 8);
        }
        while (step.Finish is null);

        Assert.Equal(whole.Text, text);
        Assert.Equal(ChatFinishReason.Stop, step.Finish);
        await Assert.ThrowsAsync<InvalidOperationException>(() => sequence.AdvanceAsync(Greedy, TestContext.Current.CancellationToken));
    }

    [Fact(Skip = TinySum.WhyMissing, SkipWhen = nameof(TinySum.IsMissing), SkipType = typeof(TinySum))]
    public async Task Step_EndsWithItsStopText()
    {
        using var model = TinySum.Load();
        using var client = new LlamaChatClient(model);
        await using var sequence = await OpenAsync(client, "31+12+39+40");

        var step = await sequence.AdvanceAsync(Greedy with { MaxTokens = 100 }, TestContext.Current.CancellationToken);

        Assert.EndsWith(";", step.Text, StringComparison.Ordinal);
        Assert.Null(step.Finish);
        Assert.Equal(step.Tokens.Sum(static token => token.Logprob), sequence.LogprobSum, 9);
        Assert.True(sequence.LogprobSum < 0);
    }

    [Theory(Skip = TinySum.WhyMissing, SkipWhen = nameof(TinySum.IsMissing), SkipType = typeof(TinySum))]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Forks_OfOneBeginning_AreComputedFromTheirDifferencesAlone(bool sharedCache)
    {
        using var model = TinySum.Load(options => options with { SharedCache = sharedCache });
        using var client = new LlamaChatClient(model);
        await using var root = await OpenAsync(client, "31+12+39+97+45");
        await root.AdvanceAsync(Greedy, TestContext.Current.CancellationToken);

        var forks = Enumerable.Range(0, 6).Select(_ => root.Fork()).ToArray();
        var steps = await Task.WhenAll(forks.Select((fork, i) => fork.AdvanceAsync(new StepLimits(6, 1.2f, [], i), TestContext.Current.CancellationToken)));
        var again = await root.AdvanceAsync(Greedy, TestContext.Current.CancellationToken);

        Assert.True(steps.Select(static step => step.Text).Distinct().Count() > 1, "six forks are all equal");
        Assert.NotEmpty(again.Text);
        foreach (var fork in forks) await fork.DisposeAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => forks[0].AdvanceAsync(Greedy, TestContext.Current.CancellationToken));
    }

    [Fact(Skip = TinySum.WhyMissing, SkipWhen = nameof(TinySum.IsMissing), SkipType = typeof(TinySum))]
    public async Task Usage_OfAllForks_HasThePromptOnce()
    {
        using var model = TinySum.Load();
        using var client = new LlamaChatClient(model);
        var whole = await client.GetResponseAsync(TinySum.Ask("31+12+39"), new ChatOptions { Temperature = 0 });
        await using var root = await OpenAsync(client, "31+12+39");
        var progress = new CallProgress();

        var steps = new List<DecodedStep> { await root.AdvanceAsync(Greedy with { Progress = progress }, TestContext.Current.CancellationToken) };
        await using var fork = root.Fork();
        while (steps[^1].Finish is null) steps.Add(await fork.AdvanceAsync(Greedy, TestContext.Current.CancellationToken));

        Assert.Equal(whole.Usage!.InputTokenCount, steps[0].Usage!.InputTokenCount);
        Assert.Equal((steps[0].Usage!.InputTokenCount, steps[0].Usage!.OutputTokenCount), (progress.InputTokens, progress.OutputTokens));
        Assert.All(steps.Skip(1), static step => Assert.Equal(0, step.Usage!.InputTokenCount));
        Assert.Equal(whole.Usage.OutputTokenCount, steps.Sum(static step => step.Usage!.OutputTokenCount));
    }

    [Fact(Skip = TinySum.WhyMissing, SkipWhen = nameof(TinySum.IsMissing), SkipType = typeof(TinySum))]
    public async Task Beginning_OfTheAnswer_IsGoneOnFrom()
    {
        using var model = TinySum.Load();
        using var client = new LlamaChatClient(model);
        var decoder = (IStepDecoder)client.GetService(typeof(IStepDecoder))!;
        var prompt = new Prompt(TinySum.Ask("31+12+39"), new ChatOptions());

        await using var begun = await decoder.OpenAsync(prompt, "31+12=43;", TestContext.Current.CancellationToken);
        var rest = await begun.AdvanceAsync(Greedy with { MaxTokens = null, StopAt = [] }, TestContext.Current.CancellationToken);

        Assert.Equal("43+39=82####82", rest.Text);
        Assert.Equal(ChatFinishReason.Stop, rest.Finish);
        var fault = await Assert.ThrowsAsync<ModelCallException>(() => decoder.OpenAsync(prompt, new string('1', 1000), TestContext.Current.CancellationToken));
        Assert.Equal(FaultKind.ContextTooLong, fault.Fault.Kind);
    }

    [Fact(Skip = TinySum.WhyMissing, SkipWhen = nameof(TinySum.IsMissing), SkipType = typeof(TinySum))]
    public async Task Cancelled_AStepLeavesTheSequenceWhereItWas()
    {
        using var model = TinySum.Load();
        using var client = new LlamaChatClient(model);
        await using var sequence = await OpenAsync(client, "31+12+39");
        await using var twin = sequence.Fork();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sequence.AdvanceAsync(Greedy, cancelled.Token));

        var step = await sequence.AdvanceAsync(Greedy, TestContext.Current.CancellationToken);
        Assert.Equal((await twin.AdvanceAsync(Greedy, TestContext.Current.CancellationToken)).Text, step.Text);
    }

    [Theory(Skip = TinySum.WhyMissing, SkipWhen = nameof(TinySum.IsMissing), SkipType = typeof(TinySum))]
    [InlineData(10_000, true, 4, 2048)]
    [InlineData(2_000, true, 4, 700)]
    [InlineData(2_000, false, 12, null)]
    public async Task ThousandsOfOperations_LeakNoCellAndChangeNoAnswer(int operations, bool sharedCache, int parallel, int? cacheTokens)
    {
        using var model = TinySum.Load(options => options with { SharedCache = sharedCache, CacheTokens = cacheTokens, KvType = KvType.F32 }, parallel);
        using var client = new LlamaChatClient(model);
        var random = new Random(11);
        var questions = TinySum.Questions(5).Select(static one => one.Question).ToArray();
        var alive = new List<Branch>();
        var sample = new List<Branch>();

        for (var done = 0; done < operations;)
        {
            switch (random.Next(10))
            {
                case 0 when alive.Count < 300:
                    var question = questions[random.Next(questions.Length)];
                    alive.Add(new Branch(question, [], await OpenAsync(client, question), ""));
                    done++;
                    break;
                case < 4 when alive.Count is > 0 and < 300:
                    var parent = alive[random.Next(alive.Count)];
                    alive.Add(parent with { Sequence = parent.Sequence.Fork() });
                    done++;
                    break;
                case < 6 when alive.Count > 20:
                    var dropped = random.Next(alive.Count);
                    if (random.Next(60) == 0) sample.Add(alive[dropped]);
                    await alive[dropped].Sequence.DisposeAsync();
                    alive.RemoveAt(dropped);
                    done++;
                    break;
                default:
                    // Several at once, so that forks of one beginning share batches.
                    var picked = Enumerable.Range(0, Math.Min(alive.Count, 6)).Select(_ => random.Next(alive.Count)).Distinct().ToArray();
                    var limits = picked.Select(_ => new StepLimits(random.Next(1, 7), random.Next(2) == 0 ? 0 : 1, random.Next(2) == 0 ? [";"] : [], random.Next())).ToArray();
                    var steps = await Task.WhenAll(picked.Select((at, i) => alive[at].Sequence.AdvanceAsync(limits[i], TestContext.Current.CancellationToken)));
                    for (var i = 0; i < picked.Length; i++)
                    {
                        var branch = alive[picked[i]];
                        alive[picked[i]] = branch with { Path = [.. branch.Path, limits[i]], Text = branch.Text + steps[i].Text };
                    }

                    done += picked.Length;
                    foreach (var at in picked.Where((_, i) => steps[i].Finish is not null).OrderDescending())
                    {
                        if (random.Next(20) == 0) sample.Add(alive[at]);
                        await alive[at].Sequence.DisposeAsync();
                        alive.RemoveAt(at);
                    }

                    break;
            }
        }

        sample.AddRange(alive.Take(20));
        foreach (var branch in alive) await branch.Sequence.DisposeAsync();
        Assert.Equal(0, await model.CountCellsAsync());
        foreach (var branch in sample) Assert.Equal(await ReplayAsync(client, branch), branch.Text);
        Assert.True(sample.Count > 10, $"{sample.Count} answers are too few to compare");
    }

    /// <summary>The same steps in a sequence that was never forked, alone.</summary>
    private static async Task<string> ReplayAsync(LlamaChatClient client, Branch branch)
    {
        await using var sequence = await OpenAsync(client, branch.Question);
        var text = "";
        foreach (var limits in branch.Path) text += (await sequence.AdvanceAsync(limits, TestContext.Current.CancellationToken)).Text;
        return text;
    }

    private static Task<IStepSequence> OpenAsync(LlamaChatClient client, string question) =>
        ((IStepDecoder)client.GetService(typeof(IStepDecoder))!).OpenAsync(new Prompt(TinySum.Ask(question), new ChatOptions()), "", TestContext.Current.CancellationToken);

    private sealed record Branch(string Question, IReadOnlyList<StepLimits> Path, IStepSequence Sequence, string Text);
}
