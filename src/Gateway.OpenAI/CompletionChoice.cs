namespace Gateway.OpenAI;

/// <summary>A choice of <c>POST /v1/completions</c>, or the next stretch of one.</summary>
/// <param name="Index">Which choice: those of the first prompt come first.</param>
/// <param name="Text">Its text.</param>
/// <param name="Logprobs">Its tokens; null where log probabilities were not asked for. NaN stands for a token that has none: a prompt's first.</param>
/// <param name="FinishReason"><c>stop</c> or <c>length</c>; null where more is to come.</param>
public sealed record CompletionChoice(int Index, string Text, IReadOnlyList<TokenLogprob>? Logprobs, string? FinishReason)
{
    /// <summary>Where in the choice's whole text this stretch begins, in characters.</summary>
    public int Offset { get; init; }
}
