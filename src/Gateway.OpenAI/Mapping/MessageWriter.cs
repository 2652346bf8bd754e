using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Gateway.OpenAI;

/// <summary>Writes one message of a conversation to an endpoint.</summary>
internal static class MessageWriter
{
    public static void Write(Utf8JsonWriter writer, ChatMessage message)
    {
        if (message.RawRepresentation is RawJson raw)
        {
            writer.WriteRaw(raw.Json);
            return;
        }

        // The protocol has one message for each tool's result.
        var others = false;
        foreach (var content in message.Contents)
        {
            if (content is FunctionResultContent result) WriteResult(writer, result);
            else others = true;
        }

        if (others || message.Contents.Count == 0) WriteMessage(writer, message);
    }

    private static void WriteResult(Utf8JsonWriter writer, FunctionResultContent result)
    {
        writer.WriteStartObject();
        writer.WriteString("role"u8, "tool"u8);
        writer.WriteString("tool_call_id"u8, result.CallId);
        writer.WriteString("content"u8, result.Result switch
        {
            null => "",
            string text => text,
            JsonElement json => json.GetRawText(),
            var other => Convert.ToString(other, CultureInfo.InvariantCulture),
        });
        writer.WriteEndObject();
    }

    private static void WriteMessage(Utf8JsonWriter writer, ChatMessage message)
    {
        writer.WriteStartObject();
        writer.WriteString("role"u8, message.Role.Value);
        if (message.AuthorName is { } author) writer.WriteString("name"u8, author);
        WriteContent(writer, message);
        WriteToolCalls(writer, message);
        writer.WriteEndObject();
    }

    private static void WriteContent(Utf8JsonWriter writer, ChatMessage message)
    {
        if (message.Contents.Any(ContentPartWriter.NeedsParts))
        {
            writer.WriteStartArray("content"u8);
            foreach (var content in message.Contents) ContentPartWriter.Write(writer, content);
            writer.WriteEndArray();
            return;
        }

        // OpenAI refuses an empty text beside tool calls from some models, and null without any.
        var text = message.Text;
        if (text.Length == 0 && message.Contents.Any(static content => content is FunctionCallContent)) writer.WriteNull("content"u8);
        else writer.WriteString("content"u8, text);
    }

    private static void WriteToolCalls(Utf8JsonWriter writer, ChatMessage message)
    {
        var any = false;
        foreach (var content in message.Contents)
        {
            if (content is not FunctionCallContent call) continue;
            if (!any) writer.WriteStartArray("tool_calls"u8);
            any = true;
            writer.WriteStartObject();
            ToolCallWriter.WriteFields(writer, call);
            writer.WriteEndObject();
        }

        if (any) writer.WriteEndArray();
    }
}
