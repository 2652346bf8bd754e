using Microsoft.Extensions.AI;

namespace Gateway;

/// <summary>
/// OpenAI's <c>logit_bias</c> as part of the model port: what is added to the logits of single tokens, by the model's token numbers.
/// Microsoft.Extensions.AI has none, so it travels in <see cref="ChatOptions.AdditionalProperties"/>.
/// </summary>
public static class LogitBias
{
    private const string Key = "gateway.logit_bias";

    /// <summary>Sets the bias of each token, -100 to 100.</summary>
    public static void SetLogitBias(this ChatOptions options, IReadOnlyDictionary<int, float> bias) => (options.AdditionalProperties ??= [])[Key] = bias;

    /// <summary>The bias of each token; null where none was asked for.</summary>
    public static IReadOnlyDictionary<int, float>? WantedLogitBias(this ChatOptions? options) =>
        options?.AdditionalProperties is { } properties && properties.TryGetValue(Key, out var value) ? value as IReadOnlyDictionary<int, float> : null;
}
