using System.Xml.Linq;
using Gateway.Evals.Reports.Html;
using Gateway.Evals.Statistics;
using ScottPlot;

namespace Gateway.Evals.Reports.Plots;

/// <summary>Policies as points of accuracy over cost, with intervals, and the front of those that no other dominates.</summary>
internal static class AccuracyPlot
{
    private const int Width = 900;
    private const int Height = 500;
    private const int FontSize = 13;
    private const int MostLetters = 32;
    private const int MarkerSize = 11;

    // A letter's mean width over the font's size, on the wide side: the reader's font is not known here.
    private const double LetterWidth = 0.57;
    private static readonly Box Frame = new(72, 16, Width - 20, Height - 52);
    private static readonly Color Faint = Color.FromHex("#707070");

    /// <summary>The policies that no other dominates, cheapest first.</summary>
    public static IReadOnlyList<PolicyPoint> Front(IReadOnlyList<PolicySummary> policies, CostMeasure measure) =>
        ParetoFront.Of([.. policies.Select(policy => new PolicyPoint(policy.Policy, measure.Of(policy), policy.Accuracy))]);

    /// <param name="policies">One point each, at least one.</param>
    /// <param name="measure">The horizontal axis.</param>
    /// <param name="name">Tells this drawing from others on the page.</param>
    /// <returns>An <c>svg</c> element to stand in a page.</returns>
    public static XElement Draw(IReadOnlyList<PolicySummary> policies, CostMeasure measure, string name)
    {
        var costs = PlotAxis.OfCosts([.. policies.Select(measure.Of)]);
        var shares = PlotAxis.OfShares([.. policies.SelectMany(static policy => new[] { policy.Interval.Low, policy.Interval.High })]);
        using var plot = new Plot();
        SetAxes(plot, costs, shares);
        var canvas = new PlotCanvas(plot, costs, shares, Frame);
        var obstacles = new List<Box>();
        DrawFront(canvas, Front(policies, measure), obstacles);
        for (var i = 0; i < policies.Count; i++) DrawPoint(canvas, policies[i], measure, i, obstacles);
        var names = DrawNames(canvas, policies, measure, obstacles);
        return InlineSvg.Of(plot.GetSvgXml(Width, Height), [.. AxisTexts(canvas, costs, shares, measure.Name), .. names], name, $"Accuracy over {measure.Name}: the figures are in the tables.");
    }

    /// <summary>With ticks, and without their labels, which are texts.</summary>
    private static void SetAxes(Plot plot, PlotAxis costs, PlotAxis shares)
    {
        plot.Axes.SetLimits(costs.Low, costs.High, shares.Low, shares.High);
        plot.Axes.Bottom.SetTicks([.. costs.Ticks.Select(static tick => tick.Position)], [.. costs.Ticks.Select(static _ => "")]);
        plot.Axes.Left.SetTicks([.. shares.Ticks.Select(static tick => tick.Position)], [.. shares.Ticks.Select(static _ => "")]);
        plot.Axes.Top.IsVisible = false;
        plot.Axes.Right.IsVisible = false;
        plot.Grid.MajorLineColor = Color.FromHex("#E4E4E4");
        plot.Layout.Fixed(new PixelPadding((float)Frame.Left, (float)(Width - Frame.Right), (float)(Height - Frame.Bottom), (float)Frame.Top));
    }

    private static IEnumerable<PlotText> AxisTexts(PlotCanvas canvas, PlotAxis costs, PlotAxis shares, string measure)
    {
        foreach (var (position, label) in costs.Ticks) yield return new PlotText(label, canvas.X(position), Frame.Bottom + 15, 0, FontSize);
        foreach (var (position, label) in shares.Ticks) yield return new PlotText(label, Frame.Left - 9, canvas.Y(position), -1, FontSize);
        yield return new PlotText(costs.IsLog ? $"{measure}, logarithmic" : measure, (Frame.Left + Frame.Right) / 2, Frame.Bottom + 37, 0, FontSize + 1);
        yield return new PlotText("accuracy, with 95 % intervals", 14, (Frame.Top + Frame.Bottom) / 2, 0, FontSize + 1, IsUpright: true);
    }

    /// <summary>In steps, as up to the next member's cost nothing better than this one is to be had.</summary>
    private static void DrawFront(PlotCanvas canvas, IReadOnlyList<PolicyPoint> front, List<Box> obstacles)
    {
        foreach (var (left, right) in front.Zip(front.Skip(1)))
        {
            var ((x, y), (nextX, nextY)) = (canvas.At(left.Cost, left.Accuracy), canvas.At(right.Cost, right.Accuracy));
            canvas.Line(x, y, nextX, y, 1.5f, Faint, LinePattern.Dashed);
            canvas.Line(nextX, y, nextX, nextY, 1.5f, Faint, LinePattern.Dashed);
            obstacles.Add(new Box(x, y - 2, nextX, y + 2));
            obstacles.Add(new Box(nextX - 2, nextY, nextX + 2, y));
        }
    }

    private static void DrawPoint(PlotCanvas canvas, PolicySummary policy, CostMeasure measure, int series, List<Box> obstacles)
    {
        const int HalfCap = 4;
        var color = Color.FromHex(PlotSeries.ColorOf(series));
        var cost = measure.Of(policy);
        var (x, y) = canvas.At(cost, policy.Accuracy);
        var (_, low) = canvas.At(cost, policy.Interval.Low);
        var (_, high) = canvas.At(cost, policy.Interval.High);
        canvas.Line(x, low, x, high, 1.5f, color);
        canvas.Line(x - HalfCap, low, x + HalfCap, low, 1.5f, color);
        canvas.Line(x - HalfCap, high, x + HalfCap, high, 1.5f, color);
        canvas.Marker(x, y, PlotSeries.ShapeOf(series), MarkerSize, color);
        obstacles.Add(new Box(x - HalfCap, high, x + HalfCap, low));
        obstacles.Add(Box.Around(x, y, MarkerSize + 4, MarkerSize + 4));
    }

    private static PlotText[] DrawNames(PlotCanvas canvas, IReadOnlyList<PolicySummary> policies, CostMeasure measure, List<Box> obstacles)
    {
        var names = policies.Select(static policy => PageText.Line(policy.Policy, MostLetters)).ToArray();
        var points = policies.Select((policy, i) =>
        {
            var (x, y) = canvas.At(measure.Of(policy), policy.Accuracy);
            return (x, y, names[i].Length * FontSize * LetterWidth, FontSize * 1.25);
        }).ToArray();
        var labels = LabelLayout.Place(points, obstacles, Frame);
        foreach (var (label, (x, y, _, _)) in labels.Zip(points))
        {
            if (label.Distance > 24) canvas.Line(x, y, label.X - 2 * label.Side, Math.Clamp(y, label.Box.Top, label.Box.Bottom), 0.75f, Faint);
        }

        return [.. labels.Zip(names, static (label, name) => new PlotText(name, label.X, label.Y, label.Side, FontSize))];
    }
}
