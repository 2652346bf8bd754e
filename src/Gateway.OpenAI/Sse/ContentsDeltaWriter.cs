using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Gateway.OpenAI;

/// <summary>Writes an update's contents as a delta: for models that are no endpoints, and for policies' own words.</summary>
internal static class ContentsDeltaWriter
{
    /// <summary>Writes the fields into the delta that the writer is in.</summary>
    public static void Write(Utf8JsonWriter writer, IList<AIContent> contents, StreamedChoice choice)
    {
        WriteText(writer, "reasoning_content"u8, contents, static content => (content as TextReasoningContent)?.Text);
        WriteText(writer, "content"u8, contents, static content => (content as TextContent)?.Text);
        WriteText(writer, "refusal"u8, contents, Refusal.In);
        WriteToolCalls(writer, contents, choice);
    }

    private static void WriteText(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IList<AIContent> contents, Func<AIContent, string?> textOf)
    {
        string? text = null;
        foreach (var content in contents)
        {
            if (textOf(content) is { } part) text = text is null ? part : text + part;
        }

        if (text is not null) writer.WriteString(name, text);
    }

    private static void WriteToolCalls(Utf8JsonWriter writer, IList<AIContent> contents, StreamedChoice choice)
    {
        var any = false;
        foreach (var content in contents)
        {
            if (content is not FunctionCallContent call) continue;
            if (!any) writer.WriteStartArray("tool_calls"u8);
            any = choice.CallsTools = true;
            writer.WriteStartObject();
            writer.WriteNumber("index"u8, choice.ToolCalls++);
            ToolCallWriter.WriteFields(writer, call);
            writer.WriteEndObject();
        }

        if (any) writer.WriteEndArray();
    }
}
