using Microsoft.Extensions.AI;

namespace Gateway;

/// <summary>A piece of an answer.</summary>
/// <param name="Text">Its text. A character that a token cuts in two appears with the step that completes it.</param>
/// <param name="Tokens">Its tokens with the natural logs of their probabilities, without alternatives; the end token is not among them.</param>
/// <param name="Finish"><see cref="ChatFinishReason.Stop"/>: the model ended its answer. <see cref="ChatFinishReason.Length"/>: the context is full. Null: it can go on.</param>
public sealed record DecodedStep(string Text, IReadOnlyList<TokenLogprob> Tokens, ChatFinishReason? Finish);
