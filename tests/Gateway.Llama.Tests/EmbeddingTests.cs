using Microsoft.Extensions.AI;

namespace Gateway.Llama.Tests;

public sealed class EmbeddingTests
{
    [Theory(Skip = TinySum.WhyMissing, SkipWhen = nameof(TinySum.IsMissing), SkipType = typeof(TinySum))]
    [InlineData(Pooling.Mean)]
    [InlineData(Pooling.Last)]
    public async Task Generate_ManyTexts_GivesEachWhatItGetsAlone(Pooling pooling)
    {
        using var model = TinySum.Load(options => options with { Pooling = pooling });
        var texts = TinySum.Questions(100).Select(static one => new ModelText(one.Question)).ToArray();

        var together = await model.Embeddings.GenerateAsync(texts, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(100, together.Count);
        Assert.Equal(texts.Sum(static text => text.Text!.Length), together.Usage!.InputTokenCount);
        for (var i = 0; i < 100; i += 9)
        {
            var alone = await model.Embeddings.GenerateAsync([texts[i]], cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal(1, Cosine(alone[0], alone[0]), 5);
            Assert.Equal(1, Cosine(alone[0], together[i]), 4);
        }

        Assert.True(Cosine(together[0], together[1]) < 0.999, "different texts have the same vector");
    }

    [Fact(Skip = TinySum.WhyMissing, SkipWhen = nameof(TinySum.IsMissing), SkipType = typeof(TinySum))]
    public async Task Generate_WhileAnswersAreMade_DisturbsNeither()
    {
        using var model = TinySum.Load();
        using var client = new LlamaChatClient(model);
        var alone = (await client.GetResponseAsync(TinySum.Ask("31+12+39"), new ChatOptions { Temperature = 0 })).Text;

        var answers = Enumerable.Range(0, 10).Select(_ => client.GetResponseAsync(TinySum.Ask("31+12+39"), new ChatOptions { Temperature = 0 })).ToArray();
        var vectors = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => model.Embeddings.GenerateAsync([new ModelText("31+12+39")], cancellationToken: TestContext.Current.CancellationToken)));

        Assert.All(await Task.WhenAll(answers), answer => Assert.Equal(alone, answer.Text));
        Assert.All(vectors, vector => Assert.Equal(1, Cosine(vectors[0][0], vector[0]), 4));
    }

    [Fact(Skip = TinySum.WhyMissing, SkipWhen = nameof(TinySum.IsMissing), SkipType = typeof(TinySum))]
    public async Task Generate_WhatIsNoText_IsRefusedWithTheReason()
    {
        using var model = TinySum.Load();
        var none = model.Vocabulary.Count;

        await AssertRefusedAsync(model, new ModelText(""), "must not be empty");
        await AssertRefusedAsync(model, new ModelText([]), "must not be empty");
        await AssertRefusedAsync(model, new ModelText([1, none]), $"{none} is no token");
        await AssertRefusedAsync(model, new ModelText([-1]), "-1 is no token");
        await AssertRefusedAsync(model, new ModelText(new string('1', 513)), "513 tokens; tiny-sum reads at most 512");
        await AssertRefusedAsync(model, new ModelText(new string('1', 5_000_000)), "at least");
    }

    [Fact(Skip = TinySum.WhyMissing, SkipWhen = nameof(TinySum.IsMissing), SkipType = typeof(TinySum))]
    public async Task Generate_AfterTheModelIsGone_Fails()
    {
        var model = TinySum.Load();
        await model.Embeddings.GenerateAsync([new ModelText("1")], cancellationToken: TestContext.Current.CancellationToken);

        model.Dispose();

        await Assert.ThrowsAsync<ModelCallException>(() => model.Embeddings.GenerateAsync([new ModelText([1])]));
    }

    private static async Task AssertRefusedAsync(LlamaModel model, ModelText text, string reason)
    {
        var fault = (await Assert.ThrowsAsync<ModelCallException>(() => model.Embeddings.GenerateAsync([text]))).Fault;
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
        Assert.Equal((400, "input"), (fault.Status, fault.Upstream!.Param));
    }

    private static double Cosine(Embedding<float> a, Embedding<float> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Vector.Length; i++) sum += (double)a.Vector.Span[i] * b.Vector.Span[i];
        return sum;
    }
}
