namespace Gateway.Evals.Statistics;

/// <summary>
/// The chance that at least one of k samples is right, estimated without bias from n ≥ k samples of which c are right:
/// 1 - C(n-c, k) / C(n, k), computed as 1 - ∏ (1 - k/i) over i = n-c+1..n. M. Chen et al., arXiv 2107.03374 (2021), section 2.1.
/// </summary>
internal static class PassAtK
{
    /// <param name="n">Samples of the item.</param>
    /// <param name="correct">How many of them are right.</param>
    /// <param name="k">1 to n.</param>
    public static double Of(int n, int correct, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, n);
        ArgumentOutOfRangeException.ThrowIfNegative(correct);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(correct, n);
        if (n - correct < k) return 1;

        var noneIsRight = 1.0;
        for (var i = n - correct + 1; i <= n; i++) noneIsRight *= 1 - (double)k / i;
        return 1 - noneIsRight;
    }
}
