using Gateway.Evals.Reports.Plots;

namespace Gateway.Tests.Evals.Reports.Plots;

public sealed class LabelLayoutTests
{
    private static readonly Box Frame = new(0, 0, 800, 400);

    [Fact]
    public void Place_PointsCloseTogether_LaysNoNameOverAnother()
    {
        var points = Enumerable.Range(0, 6).Select(static i => (X: 390.0 + 4 * i, Y: 200.0 + 9 * (i % 3), Width: 120.0, Height: 16.0)).ToArray();

        var labels = LabelLayout.Place(points, [.. points.Select(static point => Box.Around(point.X, point.Y, 14, 14))], Frame);

        Assert.All(labels.Index(), one => Assert.All(labels.Index().Where(other => other.Index != one.Index), other => Assert.Equal(0, one.Item.Box.Overlap(other.Item.Box))));
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(798, 2)]
    [InlineData(2, 398)]
    [InlineData(798, 398)]
    public void Place_PointInACorner_KeepsItsNameInside(double x, double y) =>
        Assert.Equal(0, Assert.Single(LabelLayout.Place([(x, y, 150, 16)], [], Frame)).Box.Outside(Frame), 9);

    [Fact]
    public void Place_LonePoint_WritesToItsRight() => Assert.Equal(1, Assert.Single(LabelLayout.Place([(400, 200, 100, 16)], [], Frame)).Side);
}
