namespace Gateway.Policies;

/// <summary>What a stage does with each of some items, whatever the thresholds are.</summary>
/// <param name="Right">Its answer is right.</param>
/// <param name="Cost">What asking it costs, signal and all, in picodollars: whole numbers, so that sums over items are exact and quick.</param>
/// <param name="Signal">How sure it is; NaN where that cannot be told. Empty in the last stage.</param>
internal sealed record StageColumn(bool[] Right, long[] Cost, double[] Signal)
{
    private const decimal Picodollars = 1_000_000_000_000m;

    public static long ToPicodollars(decimal dollars) => (long)decimal.Round(dollars * Picodollars);

    public static decimal ToDollars(long picodollars) => picodollars / Picodollars;
}
