using Gateway.Llama.Sampling;

namespace Gateway.Llama.Scheduling;

/// <summary>One token of an answer, on its way from the owner thread to the caller.</summary>
/// <param name="Token">The token.</param>
/// <param name="Probabilities">What the model thought of it, where that was asked for.</param>
internal readonly record struct GeneratedToken(int Token, TokenProbabilities? Probabilities);
