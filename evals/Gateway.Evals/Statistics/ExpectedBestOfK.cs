namespace Gateway.Evals.Statistics;

/// <summary>
/// The expected quality of the best scored of k samples, over all draws of k from the n at hand, equal scores broken at random:
/// Σ over ranks j = k..n, ascending by score, of C(j-1, k-1) / C(n, k) · quality(j), where equal scores share the mean quality of
/// their ranks. The estimator of best-of-n of R. Nakano et al., arXiv 2112.09332 (2021), also in L. Gao, J. Schulman and J. Hilton,
/// arXiv 2210.10760 (2022); ties are added here.
/// </summary>
internal static class ExpectedBestOfK
{
    /// <param name="samples">Score: any number, higher is better, NaN is the lowest. Quality: any unit, 0 or 1 for right or wrong.</param>
    /// <param name="k">1 to the number of samples.</param>
    /// <returns>In the unit of quality.</returns>
    public static double Of(IReadOnlyList<(double Score, double Quality)> samples, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, samples.Count);

        var expected = 0.0;
        var rank = samples.Count;
        // C(j-1, k-1) / C(n, k) at j = n; one rank down it is (j-k) / (j-1) of that. Nothing here overflows.
        var weight = (double)k / samples.Count;
        foreach (var tied in samples.GroupBy(static sample => sample.Score).OrderByDescending(static group => group.Key))
        {
            var quality = tied.Average(static sample => sample.Quality);
            for (var left = tied.Count(); left > 0 && rank >= k; left--, rank--)
            {
                expected += weight * quality;
                if (rank > 1) weight *= (double)(rank - k) / (rank - 1);
            }
        }

        return expected;
    }
}
