using Microsoft.Extensions.AI;

namespace Gateway.OpenAI;

/// <summary>A model's refusal, which Microsoft.Extensions.AI has no content for: an error, not text, so that it neither votes nor is shown as an answer.</summary>
internal static class Refusal
{
    private const string Code = "Refusal";

    public static ErrorContent Of(string text) => new(text) { ErrorCode = Code };

    /// <summary>The refusal in <paramref name="content"/>; null where it is something else.</summary>
    public static string? In(AIContent content) => content is ErrorContent { ErrorCode: Code } refusal ? refusal.Message : null;
}
