namespace Gateway.Llama.Sampling;

/// <summary>
/// Draws one token from a model's logits: biases, penalties, temperature, top k, top p, in this order. Pure: the same logits, settings, history and
/// state of the generator give the same token.
/// </summary>
internal static class TokenSampler
{
    private static readonly Dictionary<int, float> NoBias = [];

    /// <summary>Draws a token.</summary>
    /// <param name="logits">One for each token of the vocabulary. The model's own; they are not changed.</param>
    /// <param name="settings">How to draw.</param>
    /// <param name="counts">How often each token is in the answer so far; read only with penalties.</param>
    /// <param name="random">The answer's generator. Greedy draws take no number from it.</param>
    /// <param name="scratch">Room for the work.</param>
    /// <exception cref="NotFiniteNumberException">The logits hold no number to choose by: the model is broken.</exception>
    public static int Draw(
        ReadOnlySpan<float> logits, SamplerSettings settings, IReadOnlyDictionary<int, int> counts, ref SeededRandom random, SamplerScratch scratch)
    {
        if (settings.Adjusts) logits = Adjusted(logits, settings, counts, scratch.Logits);
        var best = MostLikelyToken(logits);
        if (settings.Temperature <= 0) return best;

        var weights = scratch.Weights;
        var total = Weigh(logits, logits[best], settings.Temperature, weights);
        return settings.TopK is null && settings.TopP >= 1
            ? Pick(weights, total, ref random)
            : PickAmongMostLikely(total, settings, ref random, scratch);
    }

    private static ReadOnlySpan<float> Adjusted(ReadOnlySpan<float> logits, SamplerSettings settings, IReadOnlyDictionary<int, int> counts, Span<float> adjusted)
    {
        logits.CopyTo(adjusted);
        foreach (var (token, bias) in settings.Bias ?? NoBias) adjusted[token] += bias;
        foreach (var (token, count) in counts) adjusted[token] -= settings.PresencePenalty + count * settings.FrequencyPenalty;
        return adjusted;
    }

    private static int MostLikelyToken(ReadOnlySpan<float> logits)
    {
        var best = -1;
        var largest = float.NegativeInfinity;
        for (var token = 0; token < logits.Length; token++)
        {
            if (!(logits[token] > largest)) continue;
            largest = logits[token];
            best = token;
        }

        return best >= 0 && float.IsFinite(largest) ? best : throw new NotFiniteNumberException("The model's logits are not numbers.");
    }

    // Weights relative to the largest, so that exp neither overflows nor loses the likely ones.
    private static double Weigh(ReadOnlySpan<float> logits, float largest, float temperature, Span<float> weights)
    {
        var total = 0.0;
        for (var token = 0; token < logits.Length; token++)
        {
            var weight = MathF.Exp((logits[token] - largest) / temperature);
            weights[token] = float.IsNaN(weight) ? 0 : weight;
            total += weights[token];
        }

        return total;
    }

    private static int Pick(ReadOnlySpan<float> weights, double total, ref SeededRandom random)
    {
        var left = random.NextDouble() * total;
        var last = 0;
        for (var token = 0; token < weights.Length; token++)
        {
            if (weights[token] <= 0) continue;
            last = token;
            left -= weights[token];
            if (left < 0) return token;
        }

        // Rounding can leave a crumb: it belongs to the last token that could be drawn.
        return last;
    }

    private static int PickAmongMostLikely(double total, SamplerSettings settings, ref SeededRandom random, SamplerScratch scratch)
    {
        var weights = scratch.Weights;
        Span<int> kept = scratch.Tokens;
        if (settings.TopK is { } k && k < weights.Length)
        {
            kept = kept[..MostLikely.Find(weights, kept[..k])];
            total = 0;
            foreach (var token in kept) total += weights[token];
        }
        else
        {
            kept = kept[..FindNucleus(total, settings.TopP, scratch)];
        }

        // With both, top p is a share of what top k left.
        var wanted = total * settings.TopP;
        var reached = 0.0;
        var size = 0;
        while (size < kept.Length && (size == 0 || reached < wanted)) reached += weights[kept[size++]];

        var left = random.NextDouble() * reached;
        foreach (var token in kept[..size])
        {
            left -= weights[token];
            if (left < 0) return token;
        }

        return kept[size - 1];
    }

    /// <summary>
    /// The tokens that the nucleus can hold, most likely first. Those below (1 - p) / V together weigh less than 1 - p, so the others reach p
    /// without them: only these few have to be sorted.
    /// </summary>
    private static int FindNucleus(double total, float topP, SamplerScratch scratch)
    {
        var (weights, tokens, order) = (scratch.Weights, scratch.Tokens, scratch.Order);
        var floor = total * (1 - topP) / weights.Length;
        var count = 0;
        for (var token = 0; token < weights.Length; token++)
        {
            if (weights[token] <= 0 || weights[token] < floor) continue;
            order[count] = -weights[token];
            tokens[count++] = token;
        }

        order.AsSpan(0, count).Sort(tokens.AsSpan(0, count));
        return count;
    }
}
