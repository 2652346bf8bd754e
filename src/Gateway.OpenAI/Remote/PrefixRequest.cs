using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Gateway.OpenAI;

/// <summary>A request to go on from the beginning of an answer, as each kind of endpoint wants it.</summary>
internal static class PrefixRequest
{
    private static readonly WireField[] ContinueFinalMessage =
    [
        new("add_generation_prompt"u8.ToArray(), "false"u8.ToArray()),
        new("continue_final_message"u8.ToArray(), "true"u8.ToArray()),
    ];

    /// <summary>The conversation with the answer's beginning as its last message; without a beginning as it is.</summary>
    public static IReadOnlyList<ChatMessage> Messages(Prompt prompt, string beginning, PrefixContinuation how) =>
        beginning.Length == 0 ? prompt.Messages : [.. prompt.Messages, Last(beginning, how)];

    /// <summary>Options of one step. No <c>stop</c> is among them: whether an answer that says <c>stop</c> ended at such a text or by itself, endpoints do not tell.</summary>
    public static ChatOptions Options(Prompt prompt, StepLimits limits, bool continues, PrefixContinuation how)
    {
        var options = prompt.Options.Clone();
        options.Temperature = limits.Temperature;
        options.TopP = limits.TopP < 1 ? limits.TopP : null;
        options.MaxOutputTokens = limits.MaxTokens;
        options.Seed = limits.Seed;
        options.StopSequences = null;
        options.WantLogprobs();
        limits.Progress?.AttachTo(options);
        if (continues && how == PrefixContinuation.Vllm)
        {
            var client = WireRequest.Of(options);
            new WireRequest { Others = [.. client?.Others ?? [], .. ContinueFinalMessage], UsesMaxCompletionTokens = client?.UsesMaxCompletionTokens == true }.AttachTo(options);
        }

        return options;
    }

    private static ChatMessage Last(string beginning, PrefixContinuation how)
    {
        var message = new ChatMessage(ChatRole.Assistant, beginning);
        if (how == PrefixContinuation.PrefixFlag) message.RawRepresentation = new RawJson(JsonSerializer.SerializeToUtf8Bytes(new Flagged("assistant", beginning, true), JsonSerializerOptions.Web));
        return message;
    }

    private sealed record Flagged(string Role, string Content, bool Prefix);
}
