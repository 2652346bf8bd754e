namespace Gateway.Evals.Statistics;

/// <summary>
/// The mean difference a[i] - b[i] of two policies on the same items, and its percentile bootstrap interval: items are drawn with
/// replacement, pairs kept together, and the interval runs between the quantiles (1 ∓ confidence) / 2 of the resampled means.
/// B. Efron and R. J. Tibshirani, An Introduction to the Bootstrap (1993), chapter 13.
/// </summary>
/// <param name="Difference">Mean of a less mean of b, in their unit: positive where a is better.</param>
/// <param name="Interval">Of the difference.</param>
internal readonly record struct PairedBootstrap(double Difference, Interval Interval)
{
    // Beyond, drawing a count for every distinct difference costs as much as drawing the items.
    private const int MostCounted = 64;

    /// <param name="a">One value per item, at least one item.</param>
    /// <param name="b">The other policy's values, in the same order of items.</param>
    /// <param name="seed">The same seed gives the same interval.</param>
    /// <param name="resamples">How many means the quantiles are taken of.</param>
    /// <param name="confidence">Between 0 and 1.</param>
    public static PairedBootstrap Of(IReadOnlyList<double> a, IReadOnlyList<double> b, int seed, int resamples = 10_000, double confidence = 0.95)
    {
        if (a.Count != b.Count) throw new ArgumentException($"Pairs need as many values on both sides: {a.Count} and {b.Count}.", nameof(b));
        ArgumentOutOfRangeException.ThrowIfZero(a.Count, nameof(a));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(resamples);

        var differences = a.Zip(b, static (left, right) => left - right).ToArray();
        var random = new Random(seed);
        // Only how often a difference was drawn matters to the mean, and these counts are multinomial. The most frequent comes last,
        // because the last count is what the others left and need not be drawn.
        var distinct = differences.CountBy(static difference => difference).OrderBy(static pair => pair.Value).ThenBy(static pair => pair.Key).ToArray();
        var means = new double[resamples];
        for (var resample = 0; resample < resamples; resample++)
        {
            var sum = distinct.Length <= MostCounted ? SumByCounts(random, distinct, differences.Length) : SumByItems(random, differences);
            means[resample] = sum / differences.Length;
        }

        var tail = (1 - confidence) / 2;
        return new PairedBootstrap(differences.Average(), new Interval(Quantile.Of(means, tail), Quantile.Of(means, 1 - tail)));
    }

    private static double SumByCounts(Random random, KeyValuePair<double, int>[] distinct, int n)
    {
        var sum = 0.0;
        var (toDraw, items) = (n, n);
        foreach (var (difference, count) in distinct)
        {
            var drawn = BinomialDraw.Next(random, toDraw, (double)count / items);
            sum += drawn * difference;
            toDraw -= drawn;
            items -= count;
        }

        return sum;
    }

    private static double SumByItems(Random random, double[] differences)
    {
        var sum = 0.0;
        for (var i = 0; i < differences.Length; i++) sum += differences[random.Next(differences.Length)];
        return sum;
    }
}
