namespace Gateway.Policies;

/// <summary>
/// Spends a budget of samples where they gain most: the next step always goes to who gains most by it for its price (Damani et al. 2024,
/// arXiv 2410.04707, section 3.1). Optimal where gains only fall; where they do not, the steps are those of the curve's concave envelope.
/// </summary>
internal static class SampleAllocation
{
    /// <summary>What a group of requests costs and gains at each of its choices.</summary>
    /// <param name="Share">How many requests are of this group; any unit.</param>
    /// <param name="Choices">By ascending cost, the first being the least that every request gets.</param>
    public sealed record Curve(double Share, IReadOnlyList<(double Cost, double Value)> Choices);

    /// <summary>Chooses for each group.</summary>
    /// <param name="curves">The groups.</param>
    /// <param name="budget">The most that all requests may cost together, in shares times cost.</param>
    /// <returns>The index of each group's choice.</returns>
    public static int[] Of(IReadOnlyList<Curve> curves, double budget)
    {
        var chosen = new int[curves.Count];
        var left = budget - curves.Sum(static curve => curve.Share * curve.Choices[0].Cost);
        var steps = curves.SelectMany(static (curve, group) => Envelope(curve.Choices).Select(step => (Group: group, Step: step))).OrderByDescending(static one => one.Step.Slope).ThenBy(static one => one.Group);
        foreach (var (group, step) in steps)
        {
            // Whole steps in one order, up to the first that does not fit: so more budget never takes a sample from anybody.
            left -= curves[group].Share * step.Cost;
            if (left < -1e-9) break;
            chosen[group] = step.To;
        }

        return chosen;
    }

    /// <summary>The steps of the upper concave envelope that gain something, each steeper than the next.</summary>
    private static IEnumerable<(int To, double Cost, double Slope)> Envelope(IReadOnlyList<(double Cost, double Value)> choices)
    {
        for (var from = 0; ;)
        {
            var best = (To: from, Cost: 0.0, Slope: 0.0);
            for (var to = from + 1; to < choices.Count; to++)
            {
                var cost = choices[to].Cost - choices[from].Cost;
                var gain = choices[to].Value - choices[from].Value;
                var slope = cost > 0 ? gain / cost : gain > 0 ? double.PositiveInfinity : 0;
                if (slope > best.Slope) best = (to, cost, slope);
            }

            if (best.To == from) yield break;
            yield return best;
            from = best.To;
        }
    }
}
