using Microsoft.Extensions.AI;

namespace Gateway.Testing;

/// <summary>What a scripted model does when it is asked.</summary>
public sealed record ScriptedAnswer(string Text)
{
    /// <summary>Tokens told with the answer; null tells none.</summary>
    public (int Input, int Output)? Usage { get; init; } = (10, 5);

    public IReadOnlyList<TokenLogprob>? Logprobs { get; init; }

    public double? SelfCertainty { get; init; }

    public IReadOnlyList<FunctionCallContent> ToolCalls { get; init; } = [];

    /// <summary>Why it stops; by itself, or for its tool calls, unless told.</summary>
    public ChatFinishReason? Finish { get; init; }

    /// <summary>Fails instead of answering; in a stream after the text.</summary>
    public ModelFault? Fault { get; init; }

    /// <summary>How long the answer takes on the run's clock.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>What the answer waits for, for tests that choose the order of arrival.</summary>
    public Task? Gate { get; init; }

    public static implicit operator ScriptedAnswer(string text) => new(text);

    public static ScriptedAnswer Failing(FaultKind kind, string message = "it failed") => new("") { Fault = new ModelFault(kind, message) };

    public static ScriptedAnswer Calling(string tool, params (string Name, object? Value)[] arguments) => new("")
    {
        ToolCalls = [new FunctionCallContent($"call_{Guid.NewGuid():N}", tool, arguments.ToDictionary(static pair => pair.Name, static pair => pair.Value))],
    };

    /// <summary>Each token with one log probability.</summary>
    public ScriptedAnswer WithLogprobs(params double[] logprobs) => this with { Logprobs = [.. logprobs.Select(static logprob => new TokenLogprob("t", logprob))] };

    public ScriptedAnswer After(TimeSpan delay) => this with { Delay = delay };

    public ScriptedAnswer When(Task gate) => this with { Gate = gate };

    internal ChatFinishReason FinishReason => Finish ?? (ToolCalls.Count > 0 ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop);

    internal ChatResponse ToResponse()
    {
        List<AIContent> contents = Text.Length > 0 ? [new TextContent(Text)] : [];
        contents.AddRange(ToolCalls);
        var response = new ChatResponse(new ChatMessage(ChatRole.Assistant, contents))
        {
            FinishReason = FinishReason,
            Usage = ToUsage(),
        };
        if (Logprobs is not null) response.SetLogprobs(Logprobs);
        if (SelfCertainty is { } certainty) response.SetSelfCertainty(certainty);
        return response;
    }

    internal UsageDetails? ToUsage() => Usage is { } usage ? new UsageDetails { InputTokenCount = usage.Input, OutputTokenCount = usage.Output } : null;
}
