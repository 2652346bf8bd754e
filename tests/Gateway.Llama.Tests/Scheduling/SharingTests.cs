using Microsoft.Extensions.AI;

namespace Gateway.Llama.Tests.Scheduling;

public sealed class SharingTests
{
    private const string Question = "31+12+39+97+45";

    [Theory(Skip = TinySum.WhyMissing, SkipWhen = nameof(TinySum.IsMissing), SkipType = typeof(TinySum))]
    [InlineData(8)]
    [InlineData(12)]
    public async Task EightSamples_AtOnce_SevenShareThePrompt(int parallel)
    {
        using var model = TinySum.Load(parallel);
        using var client = new LlamaChatClient(model);

        var answers = await SampleAsync(client, 8);

        Assert.All(answers, static answer => Assert.Equal(ChatFinishReason.Stop, answer.FinishReason));
        Assert.All(answers, static answer => Assert.Contains("####", answer.Text, StringComparison.Ordinal));
        var prompt = answers[0].Usage!.InputTokenCount!.Value;
        Assert.Equal(7, answers.Count(answer => answer.Usage!.CachedInputTokenCount == prompt - 1));
        Assert.True(answers.Select(static answer => answer.Text).Distinct().Count() > 1, "eight samples are all equal");
    }

    [Theory(Skip = TinySum.WhyMissing, SkipWhen = nameof(TinySum.IsMissing), SkipType = typeof(TinySum))]
    [InlineData(8)]
    [InlineData(12)]
    public async Task Sample_AmongSevenOthers_IsTheOneThatItsSeedGivesAlone(int parallel)
    {
        using var model = TinySum.Load(parallel);
        using var client = new LlamaChatClient(model);
        var alone = new List<string>();
        for (var seed = 0; seed < 8; seed++) alone.Add((await AskAsync(client, seed)).Text);

        var together = await SampleAsync(client, 8);

        Assert.Equal(alone, together.Select(static answer => answer.Text));
    }

    [Fact(Skip = TinySum.WhyMissing, SkipWhen = nameof(TinySum.IsMissing), SkipType = typeof(TinySum))]
    public async Task SamePrompt_AfterTheFirstAnswerEnded_IsNotComputedAgain()
    {
        using var model = TinySum.Load(parallel: 2);
        using var client = new LlamaChatClient(model);
        var first = await AskAsync(client, 1);

        var second = await AskAsync(client, 1);

        Assert.Equal(0, first.Usage!.CachedInputTokenCount);
        Assert.Equal(first.Usage.InputTokenCount - 1, second.Usage!.CachedInputTokenCount);
        Assert.Equal(first.Text, second.Text);
    }

    [Fact(Skip = TinySum.WhyMissing, SkipWhen = nameof(TinySum.IsMissing), SkipType = typeof(TinySum))]
    public async Task ManyPromptsOverFewSequences_EachGetsItsOwnAnswer()
    {
        using var model = TinySum.Load(parallel: 3);
        using var client = new LlamaChatClient(model);
        var greedy = new ChatOptions { Temperature = 0, MaxOutputTokens = 200 };
        var questions = TinySum.Questions(12).Select(static one => one.Question).ToList();
        var alone = new List<string>();
        foreach (var question in questions) alone.Add((await client.GetResponseAsync(TinySum.Ask(question), greedy)).Text);

        // Every question twice, so that copies, takeovers and evictions happen at once.
        var together = await Task.WhenAll(questions.Concat(questions).Select(question => client.GetResponseAsync(TinySum.Ask(question), greedy)));

        Assert.Equal(alone.Concat(alone), together.Select(static answer => answer.Text));
    }

    [Fact(Skip = TinySum.WhyMissing, SkipWhen = nameof(TinySum.IsMissing), SkipType = typeof(TinySum))]
    public async Task PromptLongerThanABatch_IsComputedInPieces()
    {
        using var model = TinySum.Load(parallel: 4, contextTokens: 512);
        using var client = new LlamaChatClient(model);
        var options = new ChatOptions { Temperature = 0, MaxOutputTokens = 4 };

        // Three prompts of 400 tokens: the second is cut by the batch of 512, the third waits for room.
        var answers = await Task.WhenAll(Enumerable.Range(1, 3).Select(i => client.GetResponseAsync(TinySum.Ask(new string((char)('0' + i), 400)), options)));

        Assert.All(answers, static answer => Assert.InRange(answer.Usage!.OutputTokenCount!.Value, 1, 4));
    }

    private static Task<ChatResponse[]> SampleAsync(LlamaChatClient client, int count) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(seed => AskAsync(client, seed)));

    private static Task<ChatResponse> AskAsync(LlamaChatClient client, int seed) =>
        client.GetResponseAsync(TinySum.Ask(Question), new ChatOptions { Temperature = 0.8f, Seed = seed, MaxOutputTokens = 200 });
}
