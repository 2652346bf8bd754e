namespace Gateway;

/// <summary>What calls used.</summary>
/// <param name="Calls">Samples drawn; retries do not count.</param>
/// <param name="InputTokens">Prompt tokens, cached ones included.</param>
/// <param name="CachedInputTokens">Prompt tokens read from the provider's or the engine's prefix cache.</param>
/// <param name="OutputTokens">Generated tokens.</param>
/// <param name="Cost">US dollars.</param>
public readonly record struct Spend(int Calls, long InputTokens, long CachedInputTokens, long OutputTokens, decimal Cost)
{
    /// <summary>Generated tokens that the answer does not show (reasoning), part of <see cref="OutputTokens"/>.</summary>
    public long ReasoningTokens { get; init; }

    public static Spend operator +(Spend left, Spend right) => new(
        left.Calls + right.Calls,
        left.InputTokens + right.InputTokens,
        left.CachedInputTokens + right.CachedInputTokens,
        left.OutputTokens + right.OutputTokens,
        left.Cost + right.Cost)
    { ReasoningTokens = left.ReasoningTokens + right.ReasoningTokens };

    public static Spend Add(Spend left, Spend right) => left + right;
}
