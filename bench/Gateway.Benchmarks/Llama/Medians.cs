namespace Gateway.Benchmarks.Llama;

/// <summary>Figures of several rounds in one.</summary>
internal static class Medians
{
    public static double Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>The median of each round's ratio: what slowed a round slowed both of its sides.</summary>
    public static double OfRatios(IEnumerable<double> values, IEnumerable<double> to) => Of(values.Zip(to, static (value, other) => value / other));
}
