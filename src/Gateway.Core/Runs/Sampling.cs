namespace Gateway;

/// <summary>How a policy wants its candidates drawn. What is null is left to the request.</summary>
public sealed record Sampling
{
    /// <summary>Used where neither the policy nor the request says one: OpenAI's 1.0 is hotter than voting needs, 0 makes all samples equal.</summary>
    public const float DefaultTemperature = 0.7f;

    public static Sampling Unset { get; } = new();

    /// <summary>0 is greedy.</summary>
    public float? Temperature { get; init; }

    /// <summary>Nucleus: the smallest set of tokens whose probability reaches this.</summary>
    public float? TopP { get; init; }

    /// <summary>The k most likely tokens.</summary>
    public int? TopK { get; init; }

    /// <summary>The longest answer, in tokens. The smaller of this and the request's wins.</summary>
    public int? MaxTokens { get; init; }

    public float? PresencePenalty { get; init; }

    public float? FrequencyPenalty { get; init; }

    /// <summary>The prompt with these settings over its own, for a policy's candidates. Stop strings, response format and tools stay the request's.</summary>
    public Prompt Over(Prompt prompt)
    {
        var options = prompt.Options.Clone();
        options.Temperature = Temperature ?? options.Temperature ?? DefaultTemperature;
        options.TopP = TopP ?? options.TopP;
        options.TopK = TopK ?? options.TopK;
        options.PresencePenalty = PresencePenalty ?? options.PresencePenalty;
        options.FrequencyPenalty = FrequencyPenalty ?? options.FrequencyPenalty;
        options.MaxOutputTokens = MaxTokens is { } limit && options.MaxOutputTokens is { } asked ? Math.Min(limit, asked) : MaxTokens ?? options.MaxOutputTokens;
        return prompt with { Options = options };
    }
}
