using Gateway.Llama.Grammar;

namespace Gateway.Llama.Sampling;

/// <summary>Draws one token among those that a constraint allows.</summary>
internal static class ConstrainedSampler
{
    // Asking for one token takes microseconds, for a whole vocabulary milliseconds, in which all other answers wait.
    private const int Tries = 8;

    /// <summary>
    /// Draws; where the constraint does not allow the token, draws again without it. That gives each allowed token its share among the allowed
    /// ones, as masking first would (with top p and top k, whose cuts are then made among what is left). Only after some tries the vocabulary is masked.
    /// </summary>
    /// <exception cref="NotFiniteNumberException">The logits hold no number to choose by: the model is broken.</exception>
    /// <exception cref="ModelCallException">The model has no token for what has to come next.</exception>
    public static int Draw(
        ReadOnlySpan<float> logits, ITokenConstraint constraint, SamplerSettings settings, IReadOnlyDictionary<int, int> counts, ref SeededRandom random, SamplerScratch scratch)
    {
        var token = TokenSampler.Draw(logits, settings, counts, ref random, scratch);
        if (constraint.Allows(token)) return token;
        var left = scratch.Allowed.AsSpan();
        logits.CopyTo(left);
        for (var tries = 1; tries < Tries; tries++)
        {
            left[token] = float.NegativeInfinity;
            if (!AnyLeft(left)) throw NoToken(constraint);
            token = TokenSampler.Draw(left, settings, counts, ref random, scratch);
            if (constraint.Allows(token)) return token;
        }

        constraint.Mask(left);
        return AnyLeft(left) ? TokenSampler.Draw(left, settings, counts, ref random, scratch) : throw NoToken(constraint);
    }

    private static bool AnyLeft(ReadOnlySpan<float> logits) => logits.ContainsAnyExcept(float.NegativeInfinity);

    private static ModelCallException NoToken(ITokenConstraint constraint) =>
        ChatRequest.Refused($"The model's tokens cannot write what '{constraint.Parameter}' asks to come next.", constraint.Parameter);
}
