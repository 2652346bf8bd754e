using Microsoft.Extensions.AI;

namespace Gateway.Llama.Sampling;

/// <summary>How the tokens of one answer are drawn.</summary>
/// <param name="Temperature">0 is greedy.</param>
/// <param name="TopK">Only the k most likely tokens; null: all.</param>
/// <param name="TopP">Only the smallest set of tokens whose probability reaches this; 1: all.</param>
/// <param name="PresencePenalty">Taken once from the logit of each token that the answer already has.</param>
/// <param name="FrequencyPenalty">Taken from a token's logit for each time that the answer already has it.</param>
/// <param name="Seed">The same seed draws the same answer.</param>
/// <param name="TopLogprobs">How many alternatives are told at each position; null: no log probabilities.</param>
/// <param name="SelfCertainty">Self-certainty is told at each position.</param>
internal sealed record SamplerSettings(
    float Temperature, int? TopK, float TopP, float PresencePenalty, float FrequencyPenalty, long Seed, int? TopLogprobs, bool SelfCertainty)
{
    /// <summary>What a request asks for, with the engine's default temperature.</summary>
    public static SamplerSettings Of(ChatOptions? options) => new(
        options?.Temperature ?? Gateway.Sampling.DefaultTemperature,
        options?.TopK is > 0 and var k ? k : null,
        options?.TopP ?? 1f,
        options?.PresencePenalty ?? 0f,
        options?.FrequencyPenalty ?? 0f,
        options?.Seed ?? 0,
        options.WantedTopLogprobs(),
        options.WantsSelfCertainty())
    {
        Bias = options.WantedLogitBias() is { Count: > 0 } bias ? bias : null,
    };

    /// <summary>What a step asks for; the log probability of each token is told.</summary>
    public static SamplerSettings ForStep(StepLimits limits) => new(limits.Temperature, null, limits.TopP, 0, 0, limits.Seed ?? 0, TopLogprobs: 0, SelfCertainty: false);

    /// <summary>What is added to the logits of single tokens.</summary>
    public IReadOnlyDictionary<int, float>? Bias { get; init; }

    /// <summary>The model's logits are not drawn from as they are.</summary>
    public bool Adjusts => Penalises || Bias is not null;

    public bool Penalises => PresencePenalty != 0 || FrequencyPenalty != 0;

    public bool TellsProbabilities => TopLogprobs is not null || SelfCertainty;
}
