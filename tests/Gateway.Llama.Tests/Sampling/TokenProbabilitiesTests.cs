using Gateway.Llama.Sampling;

namespace Gateway.Llama.Tests.Sampling;

public sealed class TokenProbabilitiesTests
{
    private static readonly SamplerSettings Told = new(0.1f, null, 1f, 0f, 0f, 1, 2, true);

    // Shifted by 3: the softmax does not care.
    private static readonly float[] Logits = [3 + MathF.Log(0.15f), 3 + MathF.Log(0.5f), 3 + MathF.Log(0.05f), 3 + MathF.Log(0.3f)];

    [Fact]
    public void Of_AnyTemperature_TellsTheModelsOwnProbability() => Assert.Equal(0.3, Math.Exp(TokenProbabilities.Of(Logits, 3, Told).Logprob), 5);

    [Fact]
    public void Of_TopTwo_TellsTheMostLikelyFirst()
    {
        var top = TokenProbabilities.Of(Logits, 0, Told).Top!;

        Assert.Equal([1, 3], top.Select(static one => one.Token));
        Assert.Equal(0.5, Math.Exp(top[0].Logprob), 5);
    }

    [Fact]
    public void Of_TopZero_TellsTheTokenAlone() => Assert.Empty(TokenProbabilities.Of(Logits, 0, Told with { TopLogprobs = 0 }).Top!);

    [Fact]
    public void Of_SelfCertainty_IsThePapersEquation()
    {
        // -(1/4) (ln(4*0.15) + ln(4*0.5) + ln(4*0.05) + ln(4*0.3))
        var expected = -(Math.Log(0.6) + Math.Log(2) + Math.Log(0.2) + Math.Log(1.2)) / 4;

        Assert.Equal(expected, TokenProbabilities.Of(Logits, 0, Told).SelfCertainty!.Value, 5);
    }

    [Fact]
    public void Of_UniformGuess_HasNoSelfCertainty() => Assert.Equal(0, TokenProbabilities.Of([1f, 1f, 1f], 0, Told).SelfCertainty!.Value, 6);
}
