namespace Gateway.Evals.Statistics;

/// <summary>
/// Whether confidences mean what they say. Expected calibration error: Σ over bins of count / n · |accuracy - mean confidence|, with bins of
/// equal width on [0, 1]; C. Guo et al., arXiv 1706.04599 (2017), equation 3. Brier score: mean of (confidence - correct)², 0 is best;
/// G. W. Brier, Monthly Weather Review 78 (1950) 1-3, in its form for one event.
/// </summary>
/// <param name="ExpectedError">0 to 1; depends on the number of bins.</param>
/// <param name="Brier">0 to 1.</param>
/// <param name="Bins">By ascending confidence. Empty bins have no means and are left out.</param>
internal sealed record Calibration(double ExpectedError, double Brier, IReadOnlyList<ReliabilityBin> Bins)
{
    /// <param name="items">At least one; confidences within 0 and 1.</param>
    /// <param name="bins">How many of equal width.</param>
    public static Calibration Of(IReadOnlyList<(double Confidence, bool Correct)> items, int bins = 10)
    {
        ArgumentOutOfRangeException.ThrowIfZero(items.Count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bins);
        foreach (var (confidence, _) in items)
        {
            if (!(confidence >= 0 && confidence <= 1)) throw new ArgumentOutOfRangeException(nameof(items), confidence, "A confidence lies between 0 and 1.");
        }

        var table = items.GroupBy(item => Math.Min(bins - 1, (int)(item.Confidence * bins)))
            .OrderBy(static bin => bin.Key)
            .Select(bin => new ReliabilityBin(
                new Interval((double)bin.Key / bins, (bin.Key + 1.0) / bins),
                bin.Count(),
                bin.Average(static item => item.Confidence),
                bin.Average(static item => item.Correct ? 1.0 : 0.0)))
            .ToArray();
        return new Calibration(
            table.Sum(bin => bin.Count * Math.Abs(bin.Accuracy - bin.MeanConfidence)) / items.Count,
            items.Average(static item => Math.Pow(item.Confidence - (item.Correct ? 1 : 0), 2)),
            table);
    }
}
