using Gateway.Llama.Gguf;
using Gateway.Llama.Native;
using Gateway.Llama.Tests.RandomModel;
using Gateway.Testing.Gguf;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Llama.Tests;

public sealed class TextCompleterTests
{
    // Longer than the pieces in which scored prompts are computed.
    private static readonly int[] Tokens = [.. Enumerable.Range(0, 100).Select(static i => 10 + i * 37 % 90)];

    public static bool NoLibrary => RandomLlamaTests.IsMissing;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Skip = RandomLlamaTests.WhyMissing, SkipWhen = nameof(NoLibrary))]
    public async Task Scores_OfAText_AreThoseOfOneTokenAtATime()
    {
        using var model = Load();

        var scores = await ScoresAsync(model, Tokens);

        Assert.Equal(Tokens.Length, scores.Count);
        Assert.True(double.IsNaN(scores[0].Logprob));
        var expected = OneAtATime(Tokens);
        for (var i = 1; i < Tokens.Length; i++) Assert.Equal(expected[i], scores[i].Logprob, 1e-3);
    }

    [Fact(Skip = RandomLlamaTests.WhyMissing, SkipWhen = nameof(NoLibrary))]
    public async Task Scores_OfATextWhosePrefixIsCached_BesideOthers_AreTheSame()
    {
        using var model = Load();
        using var client = new LlamaChatClient(model);
        var first = await ScoresAsync(model, Tokens);

        var others = Enumerable.Range(0, 3).Select(seed => client.GetResponseAsync("beside", new ChatOptions { Temperature = 1, Seed = seed, MaxOutputTokens = 100 }, Token)).ToList();
        var again = await ScoresAsync(model, Tokens);
        await Task.WhenAll(others);

        Assert.All(first.Zip(again).Skip(1), static pair => Assert.Equal(pair.First.Logprob, pair.Second.Logprob, 1e-3));
    }

    [Fact(Skip = RandomLlamaTests.WhyMissing, SkipWhen = nameof(NoLibrary))]
    public async Task Alternatives_OfAScoredText_AreTheMostLikelyOnes()
    {
        using var model = Load();
        var options = new ChatOptions { MaxOutputTokens = 0 };
        options.WantLogprobs(3);

        var completion = new LlamaTextCompleter(model).Start(new ModelText(Tokens), options, scoreText: true);
        await ReadAsync(completion);

        Assert.All(completion.TextLogprobs.Skip(1), static token =>
        {
            Assert.Equal(3, token.Top!.Count);
            Assert.True(token.Top[0].Logprob >= token.Logprob);
        });
    }

    [Fact(Skip = TinySum.WhyMissing, SkipWhen = nameof(TinySum.IsMissing), SkipType = typeof(TinySum))]
    public async Task Continuation_OfATextWithTheTemplatesMarks_IsTheChatsAnswer()
    {
        using var model = TinySum.Load();
        using var client = new LlamaChatClient(model);
        var chat = await client.GetResponseAsync(TinySum.Ask("3+4"), new ChatOptions { Temperature = 0 }, Token);
        var prompt = LlamaPrompt.Tokens(model, ChatRequest.Turns(TinySum.Ask("3+4"), null));

        var completion = new LlamaTextCompleter(model).Start(new ModelText(prompt), new ChatOptions { Temperature = 0 }, scoreText: false);
        var (text, _) = await ReadAsync(completion);

        Assert.Equal(chat.Text, text);
        Assert.Equal(ChatFinishReason.Stop, completion.FinishReason);
        Assert.Equal(chat.Usage!.InputTokenCount, completion.Usage.InputTokenCount);
    }

    [Fact(Skip = RandomLlamaTests.WhyMissing, SkipWhen = nameof(NoLibrary))]
    public void Start_WhatCannotBeContinued_IsRefusedByItsField()
    {
        using var model = Load();
        var completer = new LlamaTextCompleter(model);

        Assert.Equal("prompt", ParameterOf(() => completer.Start(new ModelText(""), new ChatOptions(), scoreText: false)));
        Assert.Equal("prompt", ParameterOf(() => completer.Start(new ModelText([1, 100_000]), new ChatOptions(), scoreText: false)));
        Assert.Equal("prompt", ParameterOf(() => completer.Start(new ModelText(new int[512]), new ChatOptions(), scoreText: false)));
        Assert.Equal("max_tokens", ParameterOf(() => completer.Start(new ModelText("a"), new ChatOptions { MaxOutputTokens = -1 }, scoreText: false)));
    }

    private static async Task<IReadOnlyList<TokenLogprob>> ScoresAsync(LlamaModel model, int[] tokens)
    {
        var completion = new LlamaTextCompleter(model).Start(new ModelText(tokens), new ChatOptions { MaxOutputTokens = 0 }, scoreText: true);
        Assert.Equal("", (await ReadAsync(completion)).Text);
        return completion.TextLogprobs;
    }

    private static async Task<(string Text, List<TokenLogprob> Logprobs)> ReadAsync(ITextCompletion completion)
    {
        var (text, logprobs) = ("", new List<TokenLogprob>());
        await foreach (var piece in completion.ReadAsync(Token))
        {
            text += piece.Text;
            logprobs.AddRange(piece.Logprobs ?? []);
        }

        return (text, logprobs);
    }

    private static string? ParameterOf(Action start) => Assert.Throws<ModelCallException>(start).Fault.Upstream?.Param;

    private static LlamaModelOptions Options => new("random", RandomLlamaFile.Of(new RandomLlama { Half = false })) { Parallel = 4, ContextTokens = 512, Threads = 1, GpuLayers = 0, KvType = KvType.F32 };

    private static LlamaModel Load() => LlamaModel.Load(Options, NullLogger.Instance, TimeProvider.System);

    /// <summary>The log probability of each token, computed without the engine.</summary>
    private static double[] OneAtATime(int[] tokens)
    {
        NativeLibraries.Open(null, NullLogger.Instance);
        using var model = ModelLoader.OpenModel(Options, CancellationToken.None);
        var layout = CacheLayout.Of(Options, 512);
        using var context = new LlamaContext(ModelLoader.OpenContext(Options, GgufCheck.Read(Options.Path), model, layout), 256);
        using var batch = new TokenBatch(1);
        var scores = new double[tokens.Length];
        for (var i = 0; i < tokens.Length - 1; i++)
        {
            batch.Clear();
            batch.Add(tokens[i], i, 0, wantsLogits: true);
            Assert.Equal(0, context.Decode(batch));
            var logits = context.LogitsAt(0).ToArray();
            scores[i + 1] = logits[tokens[i + 1]] - Math.Log(logits.Sum(static logit => Math.Exp(logit)));
        }

        return scores;
    }
}
