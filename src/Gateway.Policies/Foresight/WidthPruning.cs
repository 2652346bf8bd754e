namespace Gateway.Policies;

/// <summary>In-width pruning: steps that the model itself found unlikely are not looked ahead of.</summary>
internal static class WidthPruning
{
    // Equal likelihoods have a spread of a few rounding errors.
    private const double Rounding = 1e-12;

    /// <summary>Keeps each step of at least mean - sigma x deviation, and draws more by likelihood where fewer than wanted are left.</summary>
    /// <param name="likelihoods">The mean log probability of each step.</param>
    /// <param name="sigma">How many population standard deviations below the mean is too low.</param>
    /// <param name="atLeast">How many are wanted.</param>
    /// <param name="tau">The temperature of the draw.</param>
    /// <param name="random">Draws.</param>
    /// <returns>The indices that are kept, ascending; the most likely is among them.</returns>
    public static IReadOnlyList<int> Keep(IReadOnlyList<double> likelihoods, double sigma, int atLeast, double tau, Random random)
    {
        var mean = likelihoods.Average();
        var deviation = Math.Sqrt(likelihoods.Average(likelihood => (likelihood - mean) * (likelihood - mean)));
        var all = Enumerable.Range(0, likelihoods.Count);
        if (deviation <= Rounding) return [.. all];

        var kept = all.Where(index => mean - likelihoods[index] <= sigma * deviation + Rounding).ToList();
        if (kept.Count < atLeast)
        {
            int[] rest = [.. all.Except(kept)];
            var more = rest.Length == 0 ? [] : Softmax.Draw(Softmax.Of([.. rest.Select(index => likelihoods[index])], tau), atLeast - kept.Count, random);
            kept.AddRange(more.Select(place => rest[place]));
            kept.Sort();
        }

        return kept;
    }
}
