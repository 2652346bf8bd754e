namespace Gateway.Llama;

/// <summary>The next stretch of an answer.</summary>
/// <param name="Text">Text that is certain.</param>
/// <param name="Logprobs">The log probabilities of the tokens since the last stretch; null where none were asked for.</param>
internal readonly record struct AnswerDelta(string Text, IReadOnlyList<TokenLogprob>? Logprobs);
