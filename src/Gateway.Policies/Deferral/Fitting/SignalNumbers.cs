namespace Gateway.Policies;

/// <summary>What signals said that ask somebody, among an item's numbers: for each stage but the last its signal and what asking cost.</summary>
internal static class SignalNumbers
{
    /// <summary>For a stage whose signal asks nobody.</summary>
    public static IReadOnlyList<double> None { get; } = [double.NaN, 0];

    public static IReadOnlyList<double> Of(double? value, decimal cost) => [value ?? double.NaN, (double)cost];

    /// <summary>Null where it could not be told.</summary>
    public static double? ValueAt(FittingItem item, int stage) => 2 * stage < item.Numbers.Count && item.Numbers[2 * stage] is var value && !double.IsNaN(value) ? value : null;

    /// <summary>In US dollars; null where the stage has no signal.</summary>
    public static decimal? CostAt(FittingItem item, int stage) => 2 * stage + 1 < item.Numbers.Count ? (decimal)item.Numbers[2 * stage + 1] : null;
}
