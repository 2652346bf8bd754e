namespace Gateway.Policies;

/// <summary>
/// Tells whether losses are, on average, below a tolerance: a betting test that holds for any number of bounded values, whatever their
/// distribution (Waudby-Smith and Ramdas 2024, <i>Estimating means of bounded random variables by betting</i>, JRSS B 86, section 4). One bets
/// against "the mean is at least the tolerance" with a capital that then cannot be expected to grow; that it ever reaches 1 / (1 - confidence)
/// is less likely than 1 - confidence (Ville).
/// </summary>
internal static class LossTest
{
    // How much of the largest legal stake is ever risked.
    private const double MostOfStake = 0.9;

    /// <param name="losses">From -1 to 1, in an order that does not depend on them.</param>
    /// <param name="tolerance">0 to 1.</param>
    /// <param name="confidence">Between 0 and 1.</param>
    public static bool IsBelow(IReadOnlyList<double> losses, double tolerance, double confidence)
    {
        var goal = Math.Log(1 / (1 - confidence));
        var mean = (1 + tolerance) / 2;
        var (capital, seen, sum, squares) = (0.0, 0, 0.5, 0.25);
        foreach (var loss in losses)
        {
            // The stake is set before the value is looked at, from those before it.
            var value = (1 + loss) / 2;
            var variance = squares / (seen + 1);
            var stake = Math.Min(Math.Sqrt(2 * goal / (losses.Count * variance)), MostOfStake / (1 - mean + 1e-12));
            capital += Math.Log(1 + stake * (mean - value));
            if (capital >= goal) return true;
            seen++;
            sum += value;
            var average = sum / (seen + 1);
            squares += (value - average) * (value - average);
        }

        return false;
    }
}
