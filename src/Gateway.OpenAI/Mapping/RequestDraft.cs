using Microsoft.Extensions.AI;

namespace Gateway.OpenAI;

/// <summary>A request while its fields are being read.</summary>
internal sealed class RequestDraft(ReadOnlyMemory<byte> json)
{
    /// <summary>The whole body, of which slices are kept.</summary>
    public ReadOnlyMemory<byte> Json { get; } = json;

    public ChatOptions Options { get; } = new();

    public WireRequest Wire { get; } = new();

    public string? Model { get; set; }

    public List<ChatMessage>? Messages { get; set; }

    public bool Stream { get; set; }

    public bool HasStreamOptions { get; set; }

    public bool IncludeUsage { get; set; }

    public int N { get; set; } = 1;

    public bool Logprobs { get; set; }

    public int? TopLogprobs { get; set; }

    public int? MaxTokens { get; set; }

    public int? MaxCompletionTokens { get; set; }

    public GatewayExtension Gateway { get; set; } = GatewayExtension.None;

    /// <summary>What depends on several fields, once all are read.</summary>
    /// <exception cref="InvalidFieldException">Two fields contradict each other, or one is missing.</exception>
    public void Complete()
    {
        if (Model is null) throw Expect.Missing("model", "the name of a model or policy, a string");
        if (Messages is null) throw Expect.Missing("messages", "an array of messages");
        if (TopLogprobs is not null && !Logprobs)
        {
            throw new InvalidFieldException("top_logprobs", "is legal only with logprobs: true", InvalidFieldException.WrongValue);
        }

        if (HasStreamOptions && !Stream)
        {
            throw new InvalidFieldException("stream_options", "is legal only with stream: true", InvalidFieldException.WrongValue);
        }

        Wire.UsesMaxCompletionTokens = MaxCompletionTokens is not null;
        Wire.HasTools = Options.Tools is not null;
        Wire.AttachTo(Options);
        Options.MaxOutputTokens = MaxCompletionTokens ?? MaxTokens;
        Options.ToolMode = Wire.ToolMode.Value;
        Options.ResponseFormat = Wire.ResponseFormat.Value;
        if (Logprobs) Options.WantLogprobs(TopLogprobs ?? 0);
        if (N > 1) Options.SetChoiceCount(N);
    }
}
