using CsCheck;
using Gateway.Evals.Statistics;

namespace Gateway.Tests.Evals.Statistics;

public sealed class QuantileTests
{
    [Theory]
    [InlineData(0, 1)]
    // h = 3 · 0.5 = 1.5, between 2 and 3.
    [InlineData(0.5, 2.5)]
    // h = 3 · 0.95 = 2.85: 3 + 0.85 (10 - 3).
    [InlineData(0.95, 8.95)]
    [InlineData(1, 10)]
    public void Of_FourValues_IsTypeSevenByHand(double p, double value)
    {
        double[] values = [10, 2, 1, 3];

        Assert.Equal(value, Quantile.Of(values, p), 1e-12);
        Assert.Equal([10, 2, 1, 3], values);
    }

    [Fact]
    public void Of_AnyValues_IsTheDefinition() => Gen.Select(Gen.Double[-5, 5].Array[1, 40], Gen.Double[0, 1]).Sample(static (values, p) =>
    {
        var sorted = values.Order().ToArray();
        var h = (values.Length - 1) * p;
        var (below, above) = (sorted[(int)Math.Floor(h)], sorted[(int)Math.Ceiling(h)]);
        Assert.Equal(below + (h - Math.Floor(h)) * (above - below), Quantile.Of(values, p), 1e-9);
    });

    [Fact]
    public void Of_NoValues_Throws() => Assert.Throws<ArgumentOutOfRangeException>(static () => Quantile.Of([], 0.5));

    [Theory]
    [InlineData(-0.1)]
    [InlineData(95)]
    [InlineData(double.NaN)]
    public void Of_ShareOutsideOfOne_Throws(double p) => Assert.Throws<ArgumentOutOfRangeException>(() => Quantile.Of([1, 2], p));
}
