using Gateway.Evals.Statistics;
using MathNet.Numerics.Distributions;

namespace Gateway.Tests.Evals.Statistics;

public sealed class BinomialDrawTests
{
    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(20, 0.3)]
    [InlineData(20, 0.97)]
    [InlineData(200, 0.05)]
    public void Next_ManyDraws_FitTheProbabilities(int n, double p)
    {
        const int Draws = 100_000;
        var random = new Random(1);
        var counts = new int[n + 1];
        for (var draw = 0; draw < Draws; draw++) counts[BinomialDraw.Next(random, n, p)]++;

        // Pearson's chi-square over the values expected at least 5 times; the rest are one cell.
        var expected = Enumerable.Range(0, n + 1).Select(value => Draws * Binomial.PMF(p, n, value)).ToArray();
        var common = Enumerable.Range(0, n + 1).Where(value => expected[value] >= 5).ToArray();
        var statistic = common.Sum(value => Math.Pow(counts[value] - expected[value], 2) / expected[value]);
        var (rareSeen, rareExpected) = (Draws - common.Sum(value => counts[value]), Draws - common.Sum(value => expected[value]));
        if (rareExpected > 1) statistic += Math.Pow(rareSeen - rareExpected, 2) / rareExpected;

        Assert.True(1 - ChiSquared.CDF(common.Length, statistic) > 1e-3);
    }

    [Fact]
    public void Next_ManyTrials_HasTheMeanAndVariance()
    {
        const int Draws = 20_000;
        var random = new Random(2);
        var drawn = Enumerable.Range(0, Draws).Select(_ => (double)BinomialDraw.Next(random, 12_000, 0.85)).ToArray();

        // np = 10200, np(1-p) = 1530; the standard errors are √(1530/20000) = 0.28 and 1530 √(2/20000) = 15.3.
        Assert.Equal(10_200, drawn.Average(), 4 * 0.28);
        Assert.Equal(1_530, drawn.Select(static value => Math.Pow(value - 10_200, 2)).Average(), 4 * 15.3);
    }

    [Theory]
    [InlineData(0, 0.5, 0)]
    [InlineData(7, 0, 0)]
    [InlineData(7, 1, 7)]
    public void Next_CertainOutcome_IsIt(int n, double p, int outcome) => Assert.Equal(outcome, BinomialDraw.Next(new Random(3), n, p));
}
