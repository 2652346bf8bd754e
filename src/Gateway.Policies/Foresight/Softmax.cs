namespace Gateway.Policies;

/// <summary>Probabilities from scores, and draws from them.</summary>
internal static class Softmax
{
    /// <summary>exp(score / temperature), to sum to 1. Adding the same number to every score changes nothing.</summary>
    public static double[] Of(IReadOnlyList<double> scores, double temperature)
    {
        var most = scores.Max();
        var weights = scores.Select(score => Math.Exp((score - most) / temperature)).ToArray();
        var total = weights.Sum();
        return [.. weights.Select(weight => weight / total)];
    }

    /// <summary>Draws indices one after another, each with a probability proportional to its weight among those not drawn yet.</summary>
    /// <returns>As many as there are, at most <paramref name="count"/>; ascending.</returns>
    public static IReadOnlyList<int> Draw(IReadOnlyList<double> weights, int count, Random random)
    {
        var left = Enumerable.Range(0, weights.Count).ToList();
        var drawn = new SortedSet<int>();
        while (drawn.Count < count && left.Count > 0)
        {
            // The last one stands for the rest that rounding leaves, and for weights too small for a number.
            var place = random.NextDouble() * left.Sum(index => weights[index]);
            var at = left.FindIndex(index => (place -= weights[index]) < 0);
            if (at < 0) at = left.Count - 1;
            drawn.Add(left[at]);
            left.RemoveAt(at);
        }

        return [.. drawn];
    }
}
