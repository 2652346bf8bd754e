using MathNet.Numerics.Statistics;

namespace Gateway.Evals.Statistics;

/// <summary>
/// Sample quantiles of type 7, the default of R and NumPy: of values sorted as x[0..n-1], the point at h = (n-1)p, linear between
/// x[⌊h⌋] and x[⌈h⌉]. R. J. Hyndman and Y. Fan, Sample quantiles in statistical packages, American Statistician 50 (1996) 361-365.
/// </summary>
internal static class Quantile
{
    /// <param name="values">At least one, in any order; not changed.</param>
    /// <param name="p">0 to 1; 0.5 is the median.</param>
    /// <returns>In the unit of the values.</returns>
    public static double Of(IReadOnlyCollection<double> values, double p)
    {
        ArgumentOutOfRangeException.ThrowIfZero(values.Count);
        if (!(p >= 0 && p <= 1)) throw new ArgumentOutOfRangeException(nameof(p), p, "A quantile lies between 0 and 1.");
        return values.QuantileCustom(p, QuantileDefinition.R7);
    }
}
