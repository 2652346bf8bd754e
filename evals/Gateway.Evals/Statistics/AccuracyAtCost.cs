namespace Gateway.Evals.Statistics;

/// <summary>
/// The best accuracy that policies reach at a mean cost per item, alone or by routing every item to one of two at random: with share
/// w to b, cost is (1-w) cost(a) + w cost(b) and accuracy is (1-w) accuracy(a) + w accuracy(b), so that mixtures fill the line between two
/// points and the best of them is the upper convex hull. Mixtures of three are never better than the best of two.
/// </summary>
internal static class AccuracyAtCost
{
    /// <param name="points">In any order; dominated ones do no harm.</param>
    /// <param name="cost">In the unit of the points.</param>
    /// <returns>A share of items; null where the cost is below the cheapest point.</returns>
    public static double? Of(IReadOnlyList<PolicyPoint> points, double cost)
    {
        var front = ParetoFront.Of(points);
        var best = default(double?);
        foreach (var cheap in front.Where(point => point.Cost <= cost))
        {
            best = Math.Max(best ?? cheap.Accuracy, cheap.Accuracy);
            foreach (var dear in front.Where(point => point.Cost > cost))
            {
                var share = (cost - cheap.Cost) / (dear.Cost - cheap.Cost);
                best = Math.Max(best.Value, (1 - share) * cheap.Accuracy + share * dear.Accuracy);
            }
        }

        return best;
    }
}
