using Microsoft.Extensions.AI;

namespace Gateway;

/// <summary>Several answers to one request (OpenAI's <c>n</c> and <c>choices</c>), which Microsoft.Extensions.AI does not know.</summary>
public static class Choices
{
    private const string CountKey = "gateway.n";
    private const string IndexKey = "gateway.choice";

    /// <summary>How many answers the model is asked for in one request; 1 unless told.</summary>
    public static int ChoiceCount(this ChatOptions? options) =>
        options?.AdditionalProperties is { } properties && properties.TryGetValue(CountKey, out var value) && value is int count ? count : 1;

    public static void SetChoiceCount(this ChatOptions options, int count) => (options.AdditionalProperties ??= [])[CountKey] = count;

    /// <summary>Which answer an update belongs to; 0 unless told.</summary>
    public static int ChoiceIndex(this ChatResponseUpdate update) =>
        update.AdditionalProperties is { } properties && properties.TryGetValue(IndexKey, out var value) && value is int index ? index : 0;

    public static void SetChoiceIndex(this ChatResponseUpdate update, int index) => (update.AdditionalProperties ??= [])[IndexKey] = index;
}
