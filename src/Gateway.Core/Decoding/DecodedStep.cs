using Microsoft.Extensions.AI;

namespace Gateway;

/// <summary>A piece of an answer.</summary>
/// <param name="Text">Its text. A character that a token cuts in two appears with the step that completes it.</param>
/// <param name="Tokens">Its tokens with the natural logs of their probabilities, without alternatives; the end token is not among them.</param>
/// <param name="Finish"><see cref="ChatFinishReason.Stop"/>: the model ended its answer. <see cref="ChatFinishReason.Length"/>: the context is full. Null: it can go on.</param>
public sealed record DecodedStep(string Text, IReadOnlyList<TokenLogprob> Tokens, ChatFinishReason? Finish)
{
    /// <summary>
    /// What the step used. Input is what had to be paid for it: the prompt's tokens stand on one step of all forks where the decoder keeps what
    /// it computed, and on every step where it sends them anew. Null: not known.
    /// </summary>
    public UsageDetails? Usage { get; init; }
}
