namespace Gateway.Evals.Statistics;

/// <summary>
/// The points that no other dominates. A point is dominated by one that costs no more, is no less accurate, and is better in one of
/// the two; equal points do not dominate each other.
/// </summary>
internal static class ParetoFront
{
    /// <returns>Cheapest first, which is least accurate first; equal points in the order given.</returns>
    public static IReadOnlyList<PolicyPoint> Of(IReadOnlyList<PolicyPoint> points) =>
        [.. points.Where(point => !points.Any(other => Dominates(other, point))).OrderBy(static point => point.Cost)];

    private static bool Dominates(PolicyPoint one, PolicyPoint other) =>
        one.Cost <= other.Cost && one.Accuracy >= other.Accuracy && (one.Cost < other.Cost || one.Accuracy > other.Accuracy);
}
