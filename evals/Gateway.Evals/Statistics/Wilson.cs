using MathNet.Numerics.Distributions;

namespace Gateway.Evals.Statistics;

/// <summary>
/// Wilson's score interval of a share of successes p = successes / n:
/// (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n), z the normal quantile at (1 + confidence) / 2.
/// E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927) 209-212.
/// </summary>
internal static class Wilson
{
    /// <returns>An interval of shares, within 0 and 1; all of it where n is 0.</returns>
    public static Interval Of(int successes, int n, double confidence = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, n);
        if (n == 0) return new Interval(0, 1);

        var z = Normal.InvCDF(0, 1, (1 + confidence) / 2);
        var p = (double)successes / n;
        var scale = 1 + z * z / n;
        var centre = (p + z * z / (2 * n)) / scale;
        var half = z * Math.Sqrt(p * (1 - p) / n + z * z / (4.0 * n * n)) / scale;
        // At the ends centre and half are equal but for rounding, which must not exclude 0 or 1.
        return new Interval(successes == 0 ? 0 : centre - half, successes == n ? 1 : centre + half);
    }
}
