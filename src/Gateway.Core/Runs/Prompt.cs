using Microsoft.Extensions.AI;

namespace Gateway;

/// <summary>What a model is asked. Shared by parallel calls, so neither list nor options are ever changed: the engine clones the options of each call.</summary>
public sealed record Prompt(IReadOnlyList<ChatMessage> Messages, ChatOptions Options)
{
    /// <summary>Bounds the prompt's length in tokens from above, before any tokeniser saw it: UTF-8 bytes / 2, and 1,024 for each part that is not text. Tools and a schema are part of what the model reads.</summary>
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
                    case TextContent text: bytes += Utf8(text.Text); break;
                    case FunctionCallContent call: bytes += Utf8(CanonicalJson.Of(call.Arguments)) + Utf8(call.Name); break;
                    case FunctionResultContent result: bytes += Utf8(result.Result?.ToString()); break;
                    default: other++; break;
                }
            }
        }

        foreach (var tool in Options.Tools ?? [])
            bytes += Utf8(tool.Name) + Utf8(tool.Description) + (tool is AIFunctionDeclaration declared ? Utf8(declared.JsonSchema.GetRawText()) : 0);

        if (Options.ResponseFormat is ChatResponseFormatJson { Schema: { } schema }) bytes += Utf8(schema.GetRawText());
        return (bytes + 1) / 2 + other * 1024;
    }

    private static long Utf8(string? text) => text is null ? 0 : System.Text.Encoding.UTF8.GetByteCount(text);
}
