using Microsoft.Extensions.AI;

namespace Gateway.OpenAI;

/// <summary>
/// What a client's request says beyond <see cref="ChatOptions"/>: fields that the gateway does not know, and how the known ones were written.
/// It travels in <see cref="ChatOptions.AdditionalProperties"/> and is never changed, so the shallow copies of cloned options may share it.
/// </summary>
public sealed class WireRequest
{
    private const string Key = "gateway.request";

    internal WireRequest()
    {
    }

    /// <summary>Fields that are forwarded to a remote model as they came, in the client's order.</summary>
    public IReadOnlyList<WireField> Others { get; internal set; } = [];

    /// <summary>The client wrote <c>max_completion_tokens</c>; some endpoints know only this name, some only the older one.</summary>
    internal bool UsesMaxCompletionTokens { get; set; }

    internal bool HasTools { get; set; }

    internal Given<float?> Temperature { get; set; }

    internal Given<float?> TopP { get; set; }

    internal Given<float?> PresencePenalty { get; set; }

    internal Given<float?> FrequencyPenalty { get; set; }

    internal Given<ChatToolMode?> ToolMode { get; set; }

    internal Given<ChatResponseFormat?> ResponseFormat { get; set; }

    /// <summary>The request behind these options; null where a policy made them.</summary>
    public static WireRequest? Of(ChatOptions? options) =>
        options?.AdditionalProperties is { } properties && properties.TryGetValue(Key, out var value) ? value as WireRequest : null;

    internal void AttachTo(ChatOptions options) => (options.AdditionalProperties ??= [])[Key] = this;
}
