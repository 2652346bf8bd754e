using Gateway.Evals.Reports.Plots;

namespace Gateway.Tests.Evals.Reports.Plots;

public sealed class PlotAxisTests
{
    [Fact]
    public void OfCosts_MoreThanADecade_IsLogarithmic()
    {
        var axis = PlotAxis.OfCosts([0.0002, 0.003]);

        Assert.True(axis.IsLog);
        Assert.Equal(["0.0002", "0.0005", "0.001", "0.002"], axis.Ticks.Select(static tick => tick.Label));
        Assert.All(axis.Ticks, tick => Assert.InRange(tick.Position, axis.Low, axis.High));
    }

    [Theory]
    [InlineData(0.001, 0.01)]
    [InlineData(0, 1000)]
    public void OfCosts_WithinADecadeOrNothing_IsLinearFromZero(double least, double most)
    {
        var axis = PlotAxis.OfCosts([least, most]);

        Assert.False(axis.IsLog);
        Assert.Equal(0, axis.Ticks[0].Position);
        Assert.True(axis.Low < 0 && axis.High > most);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.000003)]
    [InlineData(12_000)]
    public void OfCosts_OneValue_HasTicks(double value)
    {
        var axis = PlotAxis.OfCosts([value]);

        Assert.Equal("0", axis.Ticks[0].Label);
        Assert.InRange(axis.Ticks.Count, 3, 9);
        Assert.Equal(axis.Ticks.Count, axis.Ticks.DistinctBy(static tick => tick.Label).Count());
    }

    [Fact]
    public void OfShares_AllOfThem_EndsAtWholePercents()
    {
        var axis = PlotAxis.OfShares([0, 1]);

        Assert.Equal(["0 %", "20 %", "40 %", "60 %", "80 %", "100 %"], axis.Ticks.Select(static tick => tick.Label));
    }

    [Fact]
    public void OfShares_OneValue_HasTicks() => Assert.True(PlotAxis.OfShares([0.5]).Ticks.Count > 1);
}
