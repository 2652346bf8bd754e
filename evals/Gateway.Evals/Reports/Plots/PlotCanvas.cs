using ScottPlot;

namespace Gateway.Evals.Reports.Plots;

/// <summary>Draws on a plot in pixels, so that what must not overlap can be reckoned before it is drawn.</summary>
/// <param name="plot">Its data area is <paramref name="frame"/>, its limits are the axes'.</param>
/// <param name="costs">The horizontal axis.</param>
/// <param name="shares">The vertical axis.</param>
/// <param name="frame">The data area in pixels.</param>
internal sealed class PlotCanvas(Plot plot, PlotAxis costs, PlotAxis shares, Box frame)
{
    /// <summary>Of a position on the horizontal axis.</summary>
    public double X(double position) => frame.Left + (position - costs.Low) / (costs.High - costs.Low) * (frame.Right - frame.Left);

    /// <summary>Of a position on the vertical axis.</summary>
    public double Y(double position) => frame.Bottom - (position - shares.Low) / (shares.High - shares.Low) * (frame.Bottom - frame.Top);

    public (double X, double Y) At(double cost, double share) => (X(costs.At(cost)), Y(shares.At(share)));

    public void Line(double x1, double y1, double x2, double y2, float width, Color color, LinePattern? pattern = null)
    {
        var line = plot.Add.Line(From(x1, y1), From(x2, y2));
        line.LineWidth = width;
        line.LineColor = color;
        line.LinePattern = pattern ?? LinePattern.Solid;
    }

    public void Marker(double x, double y, MarkerShape shape, float size, Color color)
    {
        var marker = plot.Add.Marker(From(x, y), shape, size, color);
        marker.MarkerLineColor = color;
        marker.MarkerLineWidth = 2;
    }

    private Coordinates From(double x, double y) => new(
        costs.Low + (x - frame.Left) / (frame.Right - frame.Left) * (costs.High - costs.Low),
        shares.Low + (frame.Bottom - y) / (frame.Bottom - frame.Top) * (shares.High - shares.Low));
}
