using Gateway.Llama.Grammar;
using Gateway.Llama.Sampling;
using Gateway.Llama.Scheduling;

namespace Gateway.Llama.Tests.Sampling;

public sealed class ConstrainedSamplerTests
{
    private const int Draws = 20_000;
    private static readonly SamplerSettings Plain = new(1f, null, 1f, 0f, 0f, 1, null, false);
    private static readonly Dictionary<int, int> None = [];

    [Fact]
    public void Draw_TokensLeft_KeepTheirShares()
    {
        // 0.4, 0.3, 0.2, 0.1, of which the second and the fourth are allowed: 3/4 and 1/4.
        float[] logits = [MathF.Log(0.4f), MathF.Log(0.3f), MathF.Log(0.2f), MathF.Log(0.1f)];

        var histogram = Histogram(logits, Plain, 1, 3);

        Assert.InRange(histogram[1], (int)(0.735 * Draws), (int)(0.765 * Draws));
        Assert.Equal(Draws, histogram[1] + histogram[3]);
    }

    [Fact]
    public void Draw_OnlyTheLeastLikely_IsFoundByTheMask()
    {
        var logits = Enumerable.Range(0, 200).Select(static token => (float)-token).ToArray();
        var constraint = new Only(199);
        var random = new SeededRandom(1);

        var token = ConstrainedSampler.Draw(logits, constraint, Plain, None, ref random, new SamplerScratch(200));

        Assert.Equal((199, 1), (token, constraint.Masked));
    }

    [Fact]
    public void Draw_FirstDrawAllowed_AsksForNothingMore()
    {
        var constraint = new Only(0);
        var random = new SeededRandom(1);

        ConstrainedSampler.Draw([5f, 0f, 0f], constraint, Plain with { Temperature = 0 }, None, ref random, new SamplerScratch(3));

        Assert.Equal((1, 0), (constraint.Asked, constraint.Masked));
    }

    [Fact]
    public void Draw_TemperatureZero_TakesTheMostLikelyOfTheAllowed() =>
        Assert.Equal(Draws, Histogram([3f, 2f, 1f, 0f], Plain with { Temperature = 0 }, 2, 3)[2]);

    [Fact]
    public void Draw_TopK_IsOfTheAllowed() =>
        Assert.Equal(Draws, Histogram([3f, 2f, 1f, 0f], Plain with { TopK = 1 }, 1, 3)[1]);

    [Theory]
    [InlineData(3)]
    [InlineData(300)]
    public void Draw_NothingAllowed_SaysWhichField(int vocabulary)
    {
        var random = new SeededRandom(1);

        var fault = Assert.Throws<ModelCallException>(() => ConstrainedSampler.Draw(new float[vocabulary], new Only(), Plain, None, ref random, new SamplerScratch(vocabulary))).Fault;

        Assert.Equal("tested", fault.Upstream!.Param);
    }

    [Fact]
    public void Request_ThatEnds_DisposesItsConstraint()
    {
        var (completed, failed) = (new Only(0), new Only(0));
        new GenerationRequest([1], Plain, 1) { Constraint = completed }.Complete();

        new GenerationRequest([1], Plain, 1) { Constraint = failed }.Fail(OwnerThread.Unloaded);

        Assert.True(completed.Disposed && failed.Disposed);
    }

    private static int[] Histogram(float[] logits, SamplerSettings settings, params int[] allowed)
    {
        var histogram = new int[logits.Length];
        var random = new SeededRandom(7);
        var scratch = new SamplerScratch(logits.Length);
        for (var i = 0; i < Draws; i++) histogram[ConstrainedSampler.Draw(logits, new Only(allowed), settings, None, ref random, scratch)]++;
        return histogram;
    }

    /// <summary>Allows some tokens, whatever came before.</summary>
    private sealed class Only(params int[] tokens) : ITokenConstraint
    {
        public string Parameter => "tested";

        public int Asked { get; private set; }

        public int Masked { get; private set; }

        public bool Disposed { get; private set; }

        public bool Allows(int token)
        {
            Asked++;
            return tokens.Contains(token);
        }

        public void Mask(Span<float> logits)
        {
            Masked++;
            for (var token = 0; token < logits.Length; token++)
            {
                if (!tokens.Contains(token)) logits[token] = float.NegativeInfinity;
            }
        }

        public void Accept(int token) => Assert.Contains(token, tokens);

        public void Dispose() => Disposed = true;
    }
}
