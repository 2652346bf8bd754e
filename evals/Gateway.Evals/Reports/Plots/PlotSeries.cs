using ScottPlot;

namespace Gateway.Evals.Reports.Plots;

/// <summary>
/// How series are told apart: by the colours of Okabe and Ito (Color Universal Design, 2008), which the colour-blind can tell apart, and by
/// shape or number, as print in black and white loses every colour. Yellow is left out, as on white it is hardly seen, and grey stands for
/// black, which is lost on a dark page.
/// </summary>
internal static class PlotSeries
{
    private static readonly string[] Colors = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#999999"];

    // Seven colours and eight shapes: 56 series before a pair of both repeats.
    private static readonly MarkerShape[] Shapes =
    [
        MarkerShape.FilledCircle, MarkerShape.FilledSquare, MarkerShape.FilledTriangleUp, MarkerShape.FilledDiamond,
        MarkerShape.FilledTriangleDown, MarkerShape.OpenCircle, MarkerShape.OpenSquare, MarkerShape.OpenDiamond,
    ];

    /// <summary>As <c>#RRGGBB</c>.</summary>
    public static string ColorOf(int series) => Colors[series % Colors.Length];

    /// <summary>Black or white: what is read best on the series' colour.</summary>
    public static string InkOn(int series) => ColorOf(series) is "#0072B2" ? "#FFFFFF" : "#000000";

    public static MarkerShape ShapeOf(int series) => Shapes[series % Shapes.Length];
}
