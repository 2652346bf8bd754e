namespace Gateway.Evals.Statistics;

/// <summary>
/// How accurate a small model is that hands its least confident answers to a large one, by the share of items handed over. Items of
/// equal confidence are handed over together, and the curve is linear between its points: the expectation over a random order of
/// the equal ones. W. Jitkrittum et al., When does confidence-based cascade deferral suffice?, arXiv 2307.02764 (2023).
/// </summary>
/// <param name="Points">By ascending rate, from (0, accuracy of the small model) to (1, accuracy of the large one).</param>
/// <param name="Area">Under the curve by trapezoids: accuracy averaged over all rates.</param>
/// <param name="AreaOverRandom">
/// Area less that under the straight line between the ends, which is what handing over at random gives; 0 where confidence says
/// nothing, below 0 where it misleads.
/// </param>
internal sealed record DeferralCurve(IReadOnlyList<DeferralPoint> Points, double Area, double AreaOverRandom)
{
    /// <param name="items">At least one. Confidence: any number, only its order counts; NaN is the least confident.</param>
    public static DeferralCurve Of(IReadOnlyList<(double Confidence, bool SmallCorrect, bool LargeCorrect)> items)
    {
        ArgumentOutOfRangeException.ThrowIfZero(items.Count);

        double n = items.Count;
        var (deferred, correct) = (0, items.Count(static item => item.SmallCorrect));
        var points = new List<DeferralPoint> { new(0, correct / n) };
        foreach (var tied in items.GroupBy(static item => item.Confidence).OrderBy(static group => group.Key))
        {
            deferred += tied.Count();
            correct += tied.Count(static item => item.LargeCorrect) - tied.Count(static item => item.SmallCorrect);
            points.Add(new DeferralPoint(deferred / n, correct / n));
        }

        var area = points.Zip(points.Skip(1), static (left, right) => (right.Rate - left.Rate) * (left.Accuracy + right.Accuracy) / 2).Sum();
        return new DeferralCurve(points, area, area - (points[0].Accuracy + points[^1].Accuracy) / 2);
    }
}
