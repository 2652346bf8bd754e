using Gateway.Evals.Statistics;

namespace Gateway.Tests.Evals.Statistics;

public sealed class PairedBootstrapTests
{
    [Fact]
    public void Of_TwoOppositeItems_IsTheResampledDistributionByHand()
    {
        // Differences 1 and -1: the resampled mean is -1, 0, 1 with chances 1/4, 1/2, 1/4.
        var wide = PairedBootstrap.Of([1, 0], [0, 1], seed: 1);
        var narrow = PairedBootstrap.Of([1, 0], [0, 1], seed: 1, confidence: 0.4);

        Assert.Equal(new PairedBootstrap(0, new Interval(-1, 1)), wide);
        Assert.Equal(new PairedBootstrap(0, new Interval(0, 0)), narrow);
    }

    [Fact]
    public void Of_EqualDifferences_HasNoWidth() =>
        Assert.Equal(new PairedBootstrap(0.25, new Interval(0.25, 0.25)), PairedBootstrap.Of([0.5, 1, 0.25], [0.25, 0.75, 0], seed: 7));

    [Fact]
    public void Of_SwappedPolicies_ChangesTheSign()
    {
        var (a, b) = Pairs(new Random(4), 300);

        Assert.Equal(-PairedBootstrap.Of(a, b, seed: 1).Difference, PairedBootstrap.Of(b, a, seed: 1).Difference, 12);
    }

    [Fact]
    public void Of_SameSeed_IsTheSame()
    {
        var (a, b) = Pairs(new Random(5), 200);

        Assert.Equal(PairedBootstrap.Of(a, b, seed: 9), PairedBootstrap.Of(a, b, seed: 9));
    }

    [Fact]
    public void Of_CountsOrItemsDrawn_AgreesButForChance()
    {
        var (a, b) = Pairs(new Random(6), 500);
        // Differences that are equal but for 1e-9 are too many to count, which makes the items themselves be drawn.
        var apart = a.Select(static (value, index) => value + 1e-9 * index).ToArray();

        var counted = PairedBootstrap.Of(a, b, seed: 1, resamples: 50_000).Interval;
        var drawn = PairedBootstrap.Of(apart, b, seed: 2, resamples: 50_000).Interval;

        // The means lie on a grid of 1/500; one step apart is chance.
        Assert.Equal(counted.Low, drawn.Low, 0.0021);
        Assert.Equal(counted.High, drawn.High, 0.0021);
    }

    [Fact]
    public void Of_LargeSuite_IsNearTheNormalInterval()
    {
        var (a, b) = Pairs(new Random(7), 12_000);
        var result = PairedBootstrap.Of(a, b, seed: 1);

        var differences = a.Zip(b, static (left, right) => left - right).ToArray();
        var error = Math.Sqrt(differences.Select(value => Math.Pow(value - result.Difference, 2)).Average() / differences.Length);
        Assert.Equal(result.Difference - 1.96 * error, result.Interval.Low, 0.1 * error);
        Assert.Equal(result.Difference + 1.96 * error, result.Interval.High, 0.1 * error);
    }

    [Fact]
    public void Of_TenThousandSimulatedSuites_CoversTheTruth()
    {
        const int Repetitions = 10_000;
        var random = new Random(20260102);

        var covered = 0;
        for (var repetition = 0; repetition < Repetitions; repetition++)
        {
            var (a, b) = Pairs(random, 500);
            if (PairedBootstrap.Of(a, b, repetition, resamples: 500).Interval.Contains(0.03)) covered++;
        }

        var share = (double)covered / Repetitions;
        TestContext.Current.TestOutputHelper?.WriteLine($"coverage {share:F4}");
        Assert.InRange(share, 0.94, 0.96);
    }

    [Fact]
    public void Of_UnequalLengths_Throws() => Assert.Throws<ArgumentException>(static () => PairedBootstrap.Of([1, 0], [1], seed: 1));

    // Correlated 0/1 pairs: 55 % both right, 10 % only a, 7 % only b, so that the true difference is 0.03.
    private static (double[] A, double[] B) Pairs(Random random, int n)
    {
        var (a, b) = (new double[n], new double[n]);
        for (var i = 0; i < n; i++)
        {
            var drawn = random.NextDouble();
            a[i] = drawn < 0.65 ? 1 : 0;
            b[i] = drawn is < 0.55 or >= 0.93 ? 1 : 0;
        }

        return (a, b);
    }
}
