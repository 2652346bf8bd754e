using Microsoft.Extensions.AI;

namespace Gateway;

/// <summary>The outcome of one call: an answer, or the reason why there is none.</summary>
/// <param name="Call">What was asked.</param>
/// <param name="Response">The answer; null with a fault.</param>
/// <param name="Fault">The reason why there is no answer; null with a response.</param>
/// <param name="Spend">What the call used, also when it failed or was abandoned.</param>
/// <param name="Elapsed">From the reservation to the last byte.</param>
/// <param name="Cached">The answer came from the candidate bank and cost nothing.</param>
public sealed record Candidate(ModelCall Call, ChatResponse? Response, ModelFault? Fault, Spend Spend, TimeSpan Elapsed, bool Cached)
{
    private string? _text;

    public bool Ok => Fault is null;

    /// <summary>The answer's text; empty without one.</summary>
    public string Text => _text ??= Response?.Text ?? "";

    /// <summary>The model whose text this is: for a call of a policy the member that won there.</summary>
    public required string AnsweredBy { get; init; }

    /// <inheritdoc cref="Confidence.Logprobs(ChatResponse)"/>
    public IReadOnlyList<TokenLogprob>? Logprobs => Response?.Logprobs();
}
