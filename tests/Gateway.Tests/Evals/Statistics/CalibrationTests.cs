using Gateway.Evals.Statistics;

namespace Gateway.Tests.Evals.Statistics;

public sealed class CalibrationTests
{
    [Fact]
    public void Of_ThreeItems_IsTheSumByHand()
    {
        var calibration = Calibration.Of([(0.95, true), (0.25, false), (0.95, false)]);

        // (2 |0.5 - 0.95| + 1 |0 - 0.25|) / 3 and (0.0025 + 0.0625 + 0.9025) / 3.
        Assert.Equal(1.15 / 3, calibration.ExpectedError, 1e-12);
        Assert.Equal(0.3225, calibration.Brier, 1e-12);
        Assert.Equal([new(new Interval(0.2, 0.3), 1, 0.25, 0), new(new Interval(0.9, 1), 2, 0.95, 0.5)], calibration.Bins);
    }

    [Fact]
    public void Of_ConfidenceOnAnEdge_IsInTheBinAboveAndOneInTheLast()
    {
        var bins = Calibration.Of([(0, false), (0.25, true), (0.5, true), (1, true)], bins: 4).Bins;

        Assert.Equal([0, 0.25, 0.5, 0.75], bins.Select(static bin => bin.Range.Low));
    }

    [Fact]
    public void Of_ConfidencesThatKeepTheirPromise_HaveNearNoError()
    {
        var random = new Random(11);
        var items = Enumerable.Range(0, 200_000).Select(_ => random.NextDouble()).Select(confidence => (confidence, random.NextDouble() < confidence)).ToArray();

        var calibration = Calibration.Of(items);

        Assert.InRange(calibration.ExpectedError, 0, 0.01);
        // ∫ c (1 - c) dc over 0..1 is 1/6.
        Assert.Equal(1.0 / 6, calibration.Brier, 0.003);
        Assert.Equal(200_000, calibration.Bins.Sum(static bin => bin.Count));
    }

    [Theory]
    [InlineData(1.01)]
    [InlineData(-0.01)]
    [InlineData(double.NaN)]
    public void Of_ConfidenceThatIsNoChance_Throws(double confidence) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Calibration.Of([(confidence, true)]));
}
