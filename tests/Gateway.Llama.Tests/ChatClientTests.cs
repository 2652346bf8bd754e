using Microsoft.Extensions.AI;

namespace Gateway.Llama.Tests;

public sealed class ChatClientTests
{
    private static readonly ChatOptions Greedy = new() { Temperature = 0, MaxOutputTokens = 200 };

    [Fact(Skip = TinySum.WhyMissing, SkipWhen = nameof(TinySum.IsMissing), SkipType = typeof(TinySum))]
    public async Task Greedy_TwentySums_HalfAreRight()
    {
        using var model = TinySum.Load();
        using var client = new LlamaChatClient(model);
        var questions = TinySum.Questions(20).ToList();

        var answers = await Task.WhenAll(questions.Select(one => client.GetResponseAsync(TinySum.Ask(one.Question), Greedy)));

        var right = questions.Zip(answers).Count(static one => one.Second.Text.EndsWith($"####{one.First.Sum}", StringComparison.Ordinal));
        Assert.InRange(right, 10, 20);
    }

    [Fact(Skip = TinySum.WhyMissing, SkipWhen = nameof(TinySum.IsMissing), SkipType = typeof(TinySum))]
    public async Task Streaming_SameQuestion_GivesTheSameTextFinishAndUsage()
    {
        using var model = TinySum.Load();
        using var client = new LlamaChatClient(model);
        var whole = await client.GetResponseAsync(TinySum.Ask("12+34+56"), Greedy);

        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in client.GetStreamingResponseAsync(TinySum.Ask("12+34+56"), Greedy)) updates.Add(update);

        Assert.Equal(whole.Text, string.Concat(updates.Select(static update => update.Text)));
        Assert.True(updates.Count > 5, "the text did not come in pieces");
        Assert.Equal(ChatFinishReason.Stop, updates[^1].FinishReason);
        var usage = Assert.IsType<UsageContent>(Assert.Single(updates[^1].Contents)).Details;
        Assert.Equal(whole.Usage!.OutputTokenCount, usage.OutputTokenCount);
        Assert.Equal(usage.InputTokenCount + usage.OutputTokenCount, usage.TotalTokenCount);
    }

    [Fact(Skip = TinySum.WhyMissing, SkipWhen = nameof(TinySum.IsMissing), SkipType = typeof(TinySum))]
    public async Task StopString_OverSeveralTokens_EndsTheTextBeforeIt()
    {
        using var model = TinySum.Load();
        using var client = new LlamaChatClient(model);
        var whole = await client.GetResponseAsync(TinySum.Ask("12+34+56"), Greedy);

        var cut = await client.GetResponseAsync(TinySum.Ask("12+34+56"), new ChatOptions { Temperature = 0, StopSequences = ["####"] });

        Assert.Equal(ChatFinishReason.Stop, cut.FinishReason);
        Assert.Equal(whole.Text[..whole.Text.IndexOf("####", StringComparison.Ordinal)], cut.Text);
    }

    [Fact(Skip = TinySum.WhyMissing, SkipWhen = nameof(TinySum.IsMissing), SkipType = typeof(TinySum))]
    public async Task MaxOutputTokens_Reached_FinishesByLength()
    {
        using var model = TinySum.Load();
        using var client = new LlamaChatClient(model);

        var response = await client.GetResponseAsync(TinySum.Ask("12+34+56"), new ChatOptions { Temperature = 0, MaxOutputTokens = 3 });

        Assert.Equal((ChatFinishReason.Length, 3L), (response.FinishReason!.Value, response.Usage!.OutputTokenCount!.Value));
    }

    [Fact(Skip = TinySum.WhyMissing, SkipWhen = nameof(TinySum.IsMissing), SkipType = typeof(TinySum))]
    public async Task Context_EndsDuringTheAnswer_FinishesByLength()
    {
        using var model = TinySum.Load(parallel: 2, contextTokens: 24);
        using var client = new LlamaChatClient(model);

        var response = await client.GetResponseAsync(TinySum.Ask("12+34+56"), Greedy);

        Assert.Equal(ChatFinishReason.Length, response.FinishReason);
        Assert.Equal(24, response.Usage!.TotalTokenCount);
    }

    [Fact(Skip = TinySum.WhyMissing, SkipWhen = nameof(TinySum.IsMissing), SkipType = typeof(TinySum))]
    public async Task Prompt_LongerThanTheContext_IsRefusedWithTheCounts()
    {
        using var model = TinySum.Load(parallel: 2, contextTokens: 24);
        using var client = new LlamaChatClient(model);

        var failure = await Assert.ThrowsAsync<ModelCallException>(() => client.GetResponseAsync(TinySum.Ask(new string('1', 100))));

        Assert.Equal((FaultKind.ContextTooLong, 400), (failure.Fault.Kind, failure.Fault.Status));
        Assert.Equal(("invalid_request_error", "messages", "context_length_exceeded"), (failure.Fault.Upstream!.Type, failure.Fault.Upstream.Param, failure.Fault.Upstream.Code));
        Assert.Matches("has 10[0-9] tokens; tiny-sum reads at most 24", failure.Message);
    }

    [Fact(Skip = TinySum.WhyMissing, SkipWhen = nameof(TinySum.IsMissing), SkipType = typeof(TinySum))]
    public async Task Prompt_OfMegabytes_IsRefusedBeforeItIsTokenised()
    {
        using var model = TinySum.Load(parallel: 1);
        using var client = new LlamaChatClient(model);

        var failure = await Assert.ThrowsAsync<ModelCallException>(() => client.GetResponseAsync(TinySum.Ask(new string('1', 10 << 20))));

        Assert.Equal(FaultKind.ContextTooLong, failure.Fault.Kind);
        Assert.Contains("has at least", failure.Message, StringComparison.Ordinal);
    }

    [Fact(Skip = TinySum.WhyMissing, SkipWhen = nameof(TinySum.IsMissing), SkipType = typeof(TinySum))]
    public async Task Logprobs_Wanted_ComeWithEachTokenAndItsAlternatives()
    {
        using var model = TinySum.Load();
        using var client = new LlamaChatClient(model);
        var options = Greedy.Clone();
        options.WantLogprobs(top: 3);
        options.WantSelfCertainty();

        var response = await client.GetResponseAsync(TinySum.Ask("12+34+56"), options);

        var tokens = response.Logprobs()!;
        Assert.Equal(response.Text, string.Concat(tokens.Select(static token => token.Token)));
        Assert.All(tokens, static token => Assert.InRange(token.Logprob, -10, 0));
        Assert.All(tokens, static token => Assert.Equal(token.Token, token.Top![0].Token));
        Assert.All(tokens, static token => Assert.Equal(3, token.Top!.Count));
        Assert.All(tokens, static token => Assert.InRange(token.Top!.Sum(static one => Math.Exp(one.Logprob)), 0.1, 1.0001));
        Assert.InRange(response.SelfCertainty()!.Value, 1, 100);
    }

    [Fact(Skip = TinySum.WhyMissing, SkipWhen = nameof(TinySum.IsMissing), SkipType = typeof(TinySum))]
    public async Task Logprobs_NotWanted_AreNotThere()
    {
        using var model = TinySum.Load();
        using var client = new LlamaChatClient(model);

        var response = await client.GetResponseAsync(TinySum.Ask("12+34"), Greedy);

        Assert.Null(response.Logprobs());
        Assert.Null(response.SelfCertainty());
    }

    [Fact(Skip = TinySum.WhyMissing, SkipWhen = nameof(TinySum.IsMissing), SkipType = typeof(TinySum))]
    public async Task GetService_ItsMetadata_NamesTheModel()
    {
        using var model = TinySum.Load();
        using var client = new LlamaChatClient(model);

        Assert.Equal("tiny-sum", client.GetService<ChatClientMetadata>()!.DefaultModelId);
        Assert.Equal("tiny-sum", (await client.GetResponseAsync(TinySum.Ask("1+1"), Greedy)).ModelId);
    }
}
