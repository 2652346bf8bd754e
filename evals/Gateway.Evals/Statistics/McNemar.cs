using MathNet.Numerics.Distributions;

namespace Gateway.Evals.Statistics;

/// <summary>
/// Whether two policies differ on the same items, from the items that only one of them got right: under no difference the smaller
/// count m of n = onlyA + onlyB is Binomial(n, 1/2). Exact: p = min(1, 2 P(X ≤ m)). Mid-p counts P(X = m) half: p = 2 P(X ≤ m) - P(X = m).
/// Q. McNemar, Psychometrika 12 (1947) 153-157; M. W. Fagerland, S. Lydersen and P. Laake, BMC Medical Research Methodology 13:91
/// (2013), who find the exact test conservative and mid-p close to its level.
/// </summary>
/// <param name="P">Two-sided exact p value; 1 where no item tells the policies apart.</param>
/// <param name="MidP">Two-sided mid-p value.</param>
internal readonly record struct McNemar(double P, double MidP)
{
    /// <param name="onlyA">Items that a got right and b got wrong.</param>
    /// <param name="onlyB">Items that b got right and a got wrong.</param>
    public static McNemar Of(int onlyA, int onlyB)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(onlyA);
        ArgumentOutOfRangeException.ThrowIfNegative(onlyB);
        // At a tie both tails hold the middle, so that 2 P(X ≤ m) is 1 + P(X = m).
        if (onlyA == onlyB) return new McNemar(1, 1);

        var (n, smaller) = (onlyA + onlyB, Math.Min(onlyA, onlyB));
        var p = 2 * Binomial.CDF(0.5, n, smaller);
        return new McNemar(p, p - Binomial.PMF(0.5, n, smaller));
    }
}
