using Gateway.Llama.Sampling;

namespace Gateway.Llama.Tests.Sampling;

public sealed class TokenSamplerTests
{
    private static readonly SamplerSettings Plain = new(1f, null, 1f, 0f, 0f, 1, null, false);
    private static readonly Dictionary<int, int> None = [];

    // Probabilities 0.5, 0.3, 0.15, 0.05.
    private static readonly float[] Logits = [MathF.Log(0.15f), MathF.Log(0.5f), MathF.Log(0.05f), MathF.Log(0.3f)];

    [Fact]
    public void Draw_TemperatureZero_TakesTheMostLikely() => Assert.Equal([0, 1000, 0, 0], Histogram(Plain with { Temperature = 0 }));

    [Fact]
    public void Draw_TemperatureZeroAndTie_TakesTheLowerToken()
    {
        var random = new SeededRandom(1);

        Assert.Equal(1, TokenSampler.Draw([0f, 2f, 2f], Plain with { Temperature = 0 }, None, ref random, new SamplerScratch(3)));
    }

    [Fact]
    public void Draw_TemperatureOne_FollowsTheProbabilities()
    {
        var histogram = Histogram(Plain);

        Assert.InRange(histogram[1], 450, 550);
        Assert.InRange(histogram[3], 250, 350);
        Assert.InRange(histogram[0], 110, 190);
        Assert.InRange(histogram[2], 25, 80);
    }

    [Fact]
    public void Draw_Biases_AreAddedToTheLogits()
    {
        // 0.05 e^100 leaves nothing to the others; -100 leaves nothing to the token.
        Assert.Equal([0, 0, 1000, 0], Histogram(Plain with { Bias = new Dictionary<int, float> { [2] = 100 } }));
        Assert.Equal(0, Histogram(Plain with { Bias = new Dictionary<int, float> { [1] = -100 } })[1]);
    }

    [Fact]
    public void Draw_LowTemperature_SharpensTheProbabilities()
    {
        // 0.5^4 / (0.5^4 + 0.3^4 + 0.15^4 + 0.05^4) = 0.879
        Assert.InRange(Histogram(Plain with { Temperature = 0.25f })[1], 840, 920);
    }

    [Fact]
    public void Draw_TopKTwo_DrawsTheTwoMostLikelyOnly()
    {
        var histogram = Histogram(Plain with { TopK = 2 });

        Assert.Equal(0, histogram[0] + histogram[2]);
        Assert.InRange(histogram[1], 570, 680);
    }

    [Fact]
    public void Draw_TopKLargerThanTheVocabulary_ChangesNothing() => Assert.True(Histogram(Plain with { TopK = 100 }).All(static count => count > 0));

    [Theory]
    [InlineData(0f, 1)]
    [InlineData(0.49f, 1)]
    [InlineData(0.6f, 2)]
    [InlineData(0.85f, 3)]
    [InlineData(0.97f, 4)]
    public void Draw_TopP_DrawsFromTheSmallestSetThatReachesIt(float topP, int size)
    {
        Assert.Equal(size, Histogram(Plain with { TopP = topP }).Count(static count => count > 0));
    }

    [Fact]
    public void Draw_TopKAndTopP_TakesTheShareOfWhatTopKLeft()
    {
        // Of the two left the first has 0.625: enough for 0.6, though it has only 0.5 of all.
        Assert.Equal([0, 1000, 0, 0], Histogram(Plain with { TopK = 2, TopP = 0.6f }));
    }

    [Fact]
    public void Draw_PresencePenalty_IsTakenOnceFromATokenThatWasUsed()
    {
        var random = new SeededRandom(1);
        var settings = Plain with { Temperature = 0, PresencePenalty = 1f };

        Assert.Equal(3, TokenSampler.Draw(Logits, settings, new Dictionary<int, int> { [1] = 1 }, ref random, new SamplerScratch(4)));
    }

    [Fact]
    public void Draw_FrequencyPenalty_GrowsWithEachUse()
    {
        var random = new SeededRandom(1);
        var settings = Plain with { Temperature = 0, FrequencyPenalty = 0.2f };

        Assert.Equal(1, TokenSampler.Draw(Logits, settings, new Dictionary<int, int> { [1] = 2 }, ref random, new SamplerScratch(4)));
        Assert.Equal(3, TokenSampler.Draw(Logits, settings, new Dictionary<int, int> { [1] = 3 }, ref random, new SamplerScratch(4)));
    }

    [Fact]
    public void Draw_SameSeed_DrawsTheSameTokens() => Assert.Equal(Sequence(7), Sequence(7));

    [Fact]
    public void Draw_OtherSeed_DrawsOtherTokens() => Assert.NotEqual(Sequence(7), Sequence(8));

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void Draw_NoNumberAmongTheLogits_Throws(float logit)
    {
        Assert.Throws<NotFiniteNumberException>(() =>
        {
            var random = new SeededRandom(1);
            return TokenSampler.Draw([logit, logit], Plain, None, ref random, new SamplerScratch(2));
        });
    }

    [Fact]
    public void Draw_ImpossibleTokens_AreNeverDrawn()
    {
        var random = new SeededRandom(3);
        var scratch = new SamplerScratch(3);
        float[] logits = [float.NegativeInfinity, 0f, float.NegativeInfinity];

        for (var i = 0; i < 100; i++) Assert.Equal(1, TokenSampler.Draw(logits, Plain, None, ref random, scratch));
    }

    private static int[] Histogram(SamplerSettings settings)
    {
        var random = new SeededRandom(11);
        var scratch = new SamplerScratch(Logits.Length);
        var counts = new int[Logits.Length];
        for (var i = 0; i < 1000; i++) counts[TokenSampler.Draw(Logits, settings, None, ref random, scratch)]++;
        return counts;
    }

    private static List<int> Sequence(long seed)
    {
        var random = new SeededRandom(seed);
        var scratch = new SamplerScratch(Logits.Length);
        var drawn = new List<int>();
        for (var i = 0; i < 50; i++) drawn.Add(TokenSampler.Draw(Logits, Plain, None, ref random, scratch));
        return drawn;
    }
}
