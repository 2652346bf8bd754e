namespace Gateway;

/// <summary>Where a step ends and how it is drawn.</summary>
/// <param name="MaxTokens">The most tokens of the step, at least 1; null: as many as the context has room for.</param>
/// <param name="Temperature">0 is greedy.</param>
/// <param name="StopAt">Texts at whose end the step ends; they are part of it. Empty: only the model's own end and the limit.</param>
/// <param name="Seed">The same seed draws the same step from the same beginning; null: the model's own choice.</param>
public sealed record StepLimits(int? MaxTokens, float Temperature, IReadOnlyList<string> StopAt, long? Seed)
{
    /// <summary>Only the smallest set of tokens whose probability reaches this; 1: all.</summary>
    public float TopP { get; init; } = 1;

    /// <summary>Where the decoder counts as it works, so that a step which is abandoned is billed with what it used; null: nobody asks.</summary>
    public CallProgress? Progress { get; init; }
}
