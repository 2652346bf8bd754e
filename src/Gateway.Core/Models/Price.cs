using Microsoft.Extensions.AI;

namespace Gateway;

/// <summary>What a model's tokens cost, in US dollars for each million tokens.</summary>
/// <param name="InputPerMillion">Price of a million prompt tokens that were not read from the provider's prompt cache.</param>
/// <param name="CachedInputPerMillion">Price of a million prompt tokens read from the provider's prompt cache.</param>
/// <param name="OutputPerMillion">Price of a million generated tokens.</param>
public readonly record struct Price(decimal InputPerMillion, decimal CachedInputPerMillion, decimal OutputPerMillion)
{
    private const decimal Million = 1_000_000m;

    /// <summary>Nothing is charged: the default of a local model.</summary>
    public static Price Free => default;

    /// <summary>The cost of one call. <paramref name="inputTokens"/> contains <paramref name="cachedInputTokens"/>, as in OpenAI's usage.</summary>
    public decimal Of(long inputTokens, long cachedInputTokens, long outputTokens)
    {
        var cached = Math.Clamp(cachedInputTokens, 0, inputTokens);
        return ((inputTokens - cached) * InputPerMillion + cached * CachedInputPerMillion + outputTokens * OutputPerMillion) / Million;
    }

    /// <inheritdoc cref="Of(long, long, long)"/>
    public decimal Of(UsageDetails usage) =>
        Of(usage.InputTokenCount ?? 0, usage.CachedInputTokenCount ?? 0, usage.OutputTokenCount ?? 0);
}
