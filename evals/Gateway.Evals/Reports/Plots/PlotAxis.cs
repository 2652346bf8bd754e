using System.Globalization;

namespace Gateway.Evals.Reports.Plots;

/// <summary>An axis from 0 or in powers of ten: limits and ticks in the coordinates in which it is drawn.</summary>
/// <param name="IsLog">Coordinates are decimal logarithms.</param>
/// <param name="Low">Where it begins.</param>
/// <param name="High">Where it ends.</param>
/// <param name="Ticks">Positions with their labels, in order.</param>
internal sealed record PlotAxis(bool IsLog, double Low, double High, IReadOnlyList<(double Position, string Label)> Ticks)
{
    // Of what the values span, so that markers stay off the frame.
    private const double Margin = 0.08;

    public double At(double value) => IsLog ? Math.Log10(value) : value;

    /// <summary>Logarithmic where all values are above 0 and the largest is more than ten times the smallest; else from 0.</summary>
    public static PlotAxis OfCosts(IReadOnlyList<double> values)
    {
        var (least, most) = (values.DefaultIfEmpty(0).Min(), values.DefaultIfEmpty(0).Max());
        if (least > 0 && most > 10 * least) return Logarithmic(Math.Log10(least), Math.Log10(most));
        var end = most > 0 ? most * (1 + Margin) : 1;
        return new PlotAxis(false, -0.03 * end, end, Steps(0, end, 8, static (value, format) => value.ToString(value == 0 ? "0" : format, CultureInfo.InvariantCulture)));
    }

    /// <summary>Shares as percent, cut to where something is.</summary>
    public static PlotAxis OfShares(IReadOnlyList<double> values)
    {
        var (least, most) = (values.DefaultIfEmpty(0).Min(), values.DefaultIfEmpty(1).Max());
        var margin = Math.Max(most - least, 0.05) * Margin;
        var (low, high) = (Math.Max(least - margin, -0.02), Math.Min(most + margin, 1.02));
        return new PlotAxis(false, low, high, Steps(Math.Max(low, 0), Math.Min(high, 1), 8, static (value, _) => (value * 100).ToString("0.## '%'", CultureInfo.InvariantCulture)));
    }

    private static PlotAxis Logarithmic(double least, double most)
    {
        var margin = (most - least) * Margin;
        var (low, high) = (least - margin, most + margin);
        // Between powers of ten 2 and 5 too, where there is room for them.
        double[] steps = high - low < 3 ? [1, 2, 5] : [1];
        var ticks =
            from power in Enumerable.Range((int)Math.Floor(low), (int)Math.Ceiling(high) - (int)Math.Floor(low) + 1)
            from step in steps
            let position = power + Math.Log10(step)
            where position >= low && position <= high
            select (position, Math.Pow(10, position).ToString(power < -6 ? "0E+0" : power < 0 ? "0." + new string('#', -power) : "#,0", CultureInfo.InvariantCulture));
        return new PlotAxis(true, low, high, [.. ticks]);
    }

    /// <summary>Round steps: 1, 2 or 5 times a power of ten, and no more of them than asked for.</summary>
    private static (double Position, string Label)[] Steps(double low, double high, int most, Func<double, string, string> label)
    {
        var raw = (high - low) / most;
        var power = (int)Math.Floor(Math.Log10(raw));
        var unit = Math.Pow(10, power);
        var (factor, carried) = raw / unit <= 1 ? (1, power) : raw / unit <= 2 ? (2, power) : raw / unit <= 5 ? (5, power) : (1, power + 1);
        var step = factor * Math.Pow(10, carried);
        var format = carried < -6 ? "0.#E+0" : carried < 0 ? "0." + new string('0', -carried) : "#,0";
        var (first, last) = ((int)Math.Ceiling(low / step - 1e-9), (int)Math.Floor(high / step + 1e-9));
        return [.. Enumerable.Range(first, last - first + 1).Select(i => (i * step, label(i * step, format)))];
    }
}
