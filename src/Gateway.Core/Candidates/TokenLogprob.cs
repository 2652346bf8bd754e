namespace Gateway;

/// <summary>One generated token with its natural-log probability.</summary>
public readonly record struct TokenLogprob(string Token, double Logprob)
{
    /// <summary>The most likely tokens at this position, most likely first, where they were asked for.</summary>
    public IReadOnlyList<TokenLogprob>? Top { get; init; }
}
