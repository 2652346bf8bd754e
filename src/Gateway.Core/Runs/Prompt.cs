using Microsoft.Extensions.AI;

namespace Gateway;

/// <summary>What a model is asked. Shared by parallel calls, so neither list nor options are ever changed: the engine clones the options of each call.</summary>
public sealed record Prompt(IReadOnlyList<ChatMessage> Messages, ChatOptions Options)
{
    /// <summary>Bounds the prompt's length in tokens from above, before any tokeniser saw it: UTF-8 bytes / 2, and 1,024 for each part that is not text.</summary>
    public long EstimateInputTokens()
    {
        long bytes = 0, other = 0;
        foreach (var message in Messages)
        {
            bytes += 8;
            foreach (var content in message.Contents)
            {
                switch (content)
                {
                    case TextContent text: bytes += System.Text.Encoding.UTF8.GetByteCount(text.Text); break;
                    case FunctionCallContent call: bytes += CanonicalJson.Of(call.Arguments).Length + call.Name.Length; break;
                    case FunctionResultContent result: bytes += result.Result?.ToString()?.Length ?? 0; break;
                    default: other++; break;
                }
            }
        }

        return (bytes + 1) / 2 + other * 1024;
    }
}
