using CsCheck;
using Gateway.Evals.Statistics;
using MathNet.Numerics.Distributions;

namespace Gateway.Tests.Evals.Statistics;

public sealed class WilsonTests
{
    [Fact]
    public void Of_EightOfTen_IsTheFormulaByHand()
    {
        // z = 1.959964, z² = 3.841459; centre (0.8 + 0.192073) / 1.384146 = 0.716740; half 1.959964 √(0.016 + 0.009604) / 1.384146 = 0.226577.
        var interval = Wilson.Of(8, 10);

        Assert.Equal(0.490163, interval.Low, 5e-6);
        Assert.Equal(0.943317, interval.High, 5e-6);
    }

    [Fact]
    public void Of_NoItems_IsEverything() => Assert.Equal(new Interval(0, 1), Wilson.Of(0, 0));

    [Fact]
    public void Of_AnyCounts_HoldsTheShareAndMirrorsWithFailures() => Gen.Int[1, 2000].SelectMany(static n => Gen.Int[0, n].Select(successes => (successes, n))).Sample(static counts =>
    {
        var (successes, n) = counts;
        var interval = Wilson.Of(successes, n);
        var mirrored = Wilson.Of(n - successes, n);
        return interval.Contains((double)successes / n)
            && interval is { Low: >= 0, High: <= 1 }
            && Math.Abs(interval.Low - (1 - mirrored.High)) < 1e-12;
    });

    [Fact]
    public void Of_MoreConfidence_IsWider()
    {
        var (narrow, wide) = (Wilson.Of(70, 100, 0.9), Wilson.Of(70, 100, 0.99));

        Assert.True(wide.Low < narrow.Low && narrow.High < wide.High);
    }

    [Fact]
    public void Of_MoreSuccessesThanItems_Throws() => Assert.Throws<ArgumentOutOfRangeException>(static () => Wilson.Of(11, 10));

    [Theory]
    [InlineData(0.7, 500)]
    [InlineData(0.02, 50)]
    public void Of_TenThousandSimulatedSuites_CoversAsOftenAsTheBinomialSays(double p, int n)
    {
        const int Repetitions = 10_000;
        var covers = Enumerable.Range(0, n + 1).Select(successes => Wilson.Of(successes, n).Contains(p)).ToArray();
        var exact = Enumerable.Range(0, n + 1).Where(successes => covers[successes]).Sum(successes => Binomial.PMF(p, n, successes));
        var random = new Random(20260101);

        // Coins, not the binomial draws under test elsewhere.
        var covered = Enumerable.Range(0, Repetitions).Count(_ => covers[Enumerable.Range(0, n).Count(_ => random.NextDouble() < p)]);

        var share = (double)covered / Repetitions;
        TestContext.Current.TestOutputHelper?.WriteLine($"p {p}, n {n}: coverage {share:F4}, exact {exact:F4}");
        Assert.Equal(exact, share, 4 * Math.Sqrt(exact * (1 - exact) / Repetitions));
    }
}
