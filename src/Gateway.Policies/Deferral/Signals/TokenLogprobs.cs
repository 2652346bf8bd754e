namespace Gateway.Policies;

/// <summary>An answer's token log probabilities as numbers.</summary>
internal static class TokenLogprobs
{
    /// <returns>Null where there are none.</returns>
    public static IReadOnlyList<double>? Of(Candidate candidate) => candidate.Logprobs is { Count: > 0 } tokens ? [.. tokens.Select(static token => token.Logprob)] : null;

    public static double Sum(IReadOnlyList<double> tokens) => tokens.Sum();

    public static double Mean(IReadOnlyList<double> tokens) => tokens.Average();

    /// <summary>Linear between the two tokens around it (type 7 of Hyndman and Fan 1996): 0 is the smallest, 1 the largest.</summary>
    public static double Quantile(IReadOnlyList<double> tokens, double q)
    {
        double[] sorted = [.. tokens.Order()];
        var place = q * (sorted.Length - 1);
        var below = (int)place;
        return below + 1 < sorted.Length && place > below ? sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]) : sorted[below];
    }
}
