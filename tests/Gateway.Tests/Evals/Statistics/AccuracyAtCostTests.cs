using CsCheck;
using Gateway.Evals.Statistics;

namespace Gateway.Tests.Evals.Statistics;

public sealed class AccuracyAtCostTests
{
    private static readonly PolicyPoint[] Three = [new("direct", 1, 0.5), new("short", 2, 0.6), new("majority", 3, 0.9)];

    [Theory]
    [InlineData(1, 0.5)]
    // Half direct, half majority: (0.5 + 0.9) / 2, more than short alone, which is on the front but under the line.
    [InlineData(2, 0.7)]
    // A quarter majority: 0.75 · 0.5 + 0.25 · 0.9.
    [InlineData(1.5, 0.6)]
    [InlineData(3, 0.9)]
    [InlineData(100, 0.9)]
    public void Of_CostWithinReach_IsTheBestMixture(double cost, double accuracy) => Assert.Equal(accuracy, AccuracyAtCost.Of(Three, cost)!.Value, 1e-12);

    [Fact]
    public void Of_CostBelowTheCheapest_IsNone() => Assert.Null(AccuracyAtCost.Of(Three, 0.99));

    [Fact]
    public void Of_NoPoints_IsNone() => Assert.Null(AccuracyAtCost.Of([], 1));

    [Fact]
    public void Of_AnyPoints_IsConcaveAndAboveThemAll() => Gen.Select(Gen.Double[1, 10], Gen.Double[0, 1]).Array[1, 10].Sample(static drawn =>
    {
        var points = drawn.Select(static (point, index) => new PolicyPoint($"{index}", point.Item1, point.Item2)).ToArray();
        Assert.All(points, point => Assert.True(AccuracyAtCost.Of(points, point.Cost) >= point.Accuracy));

        var low = points.Min(static point => point.Cost);
        var steps = Enumerable.Range(0, 50).Select(step => AccuracyAtCost.Of(points, low + 0.25 * step)!.Value).ToArray();
        for (var step = 1; step < steps.Length - 1; step++)
        {
            Assert.True(steps[step] >= steps[step - 1] - 1e-12);
            Assert.True(2 * steps[step] >= steps[step - 1] + steps[step + 1] - 1e-12);
        }
    });
}
