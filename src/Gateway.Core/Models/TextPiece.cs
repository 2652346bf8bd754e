namespace Gateway;

/// <summary>The next stretch of a continuation.</summary>
/// <param name="Text">Text that is certain; empty in a first piece that only says that the text was read.</param>
/// <param name="Logprobs">The tokens since the last piece, where log probabilities were asked for.</param>
public readonly record struct TextPiece(string Text, IReadOnlyList<TokenLogprob>? Logprobs);
