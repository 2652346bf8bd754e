using Microsoft.Extensions.AI;

namespace Gateway;

/// <summary>
/// Token probabilities as part of the model port. Microsoft.Extensions.AI has none, so they travel in
/// <see cref="ChatOptions.AdditionalProperties"/> and <see cref="ChatResponse.AdditionalProperties"/> under the keys kept here.
/// </summary>
public static class Confidence
{
    private const string WantedKey = "gateway.top_logprobs";
    private const string WantedCertaintyKey = "gateway.want_self_certainty";
    private const string LogprobsKey = "gateway.logprobs";
    private const string CertaintyKey = "gateway.self_certainty";

    /// <summary>Asks for the log probability of each generated token and of the <paramref name="top"/> most likely ones beside it (0..20).</summary>
    public static void WantLogprobs(this ChatOptions options, int top = 0)
    {
        var wanted = options.WantedTopLogprobs() ?? 0;
        (options.AdditionalProperties ??= [])[WantedKey] = Math.Max(top, wanted);
    }

    /// <summary>How many alternatives were asked for at each position; null where no log probabilities were asked for.</summary>
    public static int? WantedTopLogprobs(this ChatOptions? options) =>
        options?.AdditionalProperties is { } properties && properties.TryGetValue(WantedKey, out var value) ? value as int? : null;

    /// <summary>Asks a local model for the self-certainty of its answer (needs the whole vocabulary at each position).</summary>
    public static void WantSelfCertainty(this ChatOptions options) => (options.AdditionalProperties ??= [])[WantedCertaintyKey] = true;

    public static bool WantsSelfCertainty(this ChatOptions? options) =>
        options?.AdditionalProperties is { } properties && properties.ContainsKey(WantedCertaintyKey);

    public static void SetLogprobs(this ChatResponse response, IReadOnlyList<TokenLogprob> tokens) =>
        (response.AdditionalProperties ??= [])[LogprobsKey] = tokens;

    /// <summary>The log probability of each generated token, where the model gave them.</summary>
    public static IReadOnlyList<TokenLogprob>? Logprobs(this ChatResponse response) =>
        response.AdditionalProperties is { } properties && properties.TryGetValue(LogprobsKey, out var value)
            ? value as IReadOnlyList<TokenLogprob>
            : null;

    public static void SetLogprobs(this ChatResponseUpdate update, IReadOnlyList<TokenLogprob> tokens) =>
        (update.AdditionalProperties ??= [])[LogprobsKey] = tokens;

    /// <inheritdoc cref="Logprobs(ChatResponse)"/>
    public static IReadOnlyList<TokenLogprob>? Logprobs(this ChatResponseUpdate update) =>
        update.AdditionalProperties is { } properties && properties.TryGetValue(LogprobsKey, out var value)
            ? value as IReadOnlyList<TokenLogprob>
            : null;

    public static void SetSelfCertainty(this ChatResponse response, double value) =>
        (response.AdditionalProperties ??= [])[CertaintyKey] = value;

    /// <summary>
    /// Self-certainty of the answer: -(1/(n|V|)) sum_i sum_j ln(|V| p_ij) over its n positions and the whole vocabulary V
    /// (Kang et al. 2025, arXiv 2502.18581, eq. 3). Larger is surer; 0 is a uniform guess.
    /// </summary>
    public static double? SelfCertainty(this ChatResponse response) =>
        response.AdditionalProperties is { } properties && properties.TryGetValue(CertaintyKey, out var value) ? value as double? : null;
}
