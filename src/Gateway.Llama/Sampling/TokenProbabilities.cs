namespace Gateway.Llama.Sampling;

/// <summary>What the model itself thought of a token, before temperature, penalties and cuts.</summary>
/// <param name="Token">The token that was drawn.</param>
/// <param name="Logprob">The natural log of its probability.</param>
/// <param name="Top">The most likely tokens with their log probabilities, most likely first; null where none were asked for.</param>
/// <param name="SelfCertainty">-(1/|V|) sum_j ln(|V| p_j) at this position (arXiv 2502.18581, eq. 3); null where it was not asked for.</param>
internal sealed record TokenProbabilities(int Token, double Logprob, IReadOnlyList<(int Token, double Logprob)>? Top, double? SelfCertainty)
{
    public static TokenProbabilities Of(ReadOnlySpan<float> logits, int token, SamplerSettings settings)
    {
        var normalizer = LogSumExp(logits);
        return new TokenProbabilities(
            token,
            logits[token] - normalizer,
            settings.TopLogprobs is { } top ? MostLikelyOf(logits, normalizer, top) : null,
            settings.SelfCertainty ? CertaintyOf(logits, normalizer) : null);
    }

    private static double LogSumExp(ReadOnlySpan<float> logits)
    {
        var largest = float.NegativeInfinity;
        foreach (var logit in logits) largest = Math.Max(largest, logit);
        var sum = 0.0;
        foreach (var logit in logits) sum += MathF.Exp(logit - largest);
        return largest + Math.Log(sum);
    }

    private static List<(int Token, double Logprob)> MostLikelyOf(ReadOnlySpan<float> logits, double normalizer, int top)
    {
        Span<int> tokens = stackalloc int[Math.Clamp(top, 0, 20)];
        var count = MostLikely.Find(logits, tokens);
        var found = new List<(int, double)>(count);
        foreach (var token in tokens[..count]) found.Add((token, logits[token] - normalizer));
        return found;
    }

    private static double CertaintyOf(ReadOnlySpan<float> logits, double normalizer)
    {
        var sum = 0.0;
        foreach (var logit in logits) sum += logit - normalizer;
        return -Math.Log(logits.Length) - sum / logits.Length;
    }
}
