using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Gateway.OpenAI;

/// <summary>Writes the tools that a model is offered.</summary>
internal static class ToolWriter
{
    public static void Write(Utf8JsonWriter writer, ChatOptions options, WireRequest? request)
    {
        // A choice among tools that a policy took away would be refused; without tools from the start it is the client's own doing.
        if (options.Tools is { Count: > 0 } tools) WriteTools(writer, tools);
        else if (request is null or { HasTools: true }) return;

        WriteChoice(writer, options.ToolMode, request?.ToolMode ?? default);
        if (options.AllowMultipleToolCalls is { } parallel) writer.WriteBoolean("parallel_tool_calls"u8, parallel);
    }

    private static void WriteTools(Utf8JsonWriter writer, IList<AITool> tools)
    {
        writer.WriteStartArray("tools"u8);
        foreach (var tool in tools)
        {
            if (tool is WireTool given)
            {
                writer.WriteRaw(given.Json);
                continue;
            }

            writer.WriteStartObject();
            writer.WriteString("type"u8, "function"u8);
            writer.WriteStartObject("function"u8);
            writer.WriteString("name"u8, tool.Name);
            if (tool.Description is { Length: > 0 } description) writer.WriteString("description"u8, description);
            if (tool is AIFunctionDeclaration { JsonSchema: var schema })
            {
                writer.WritePropertyName("parameters"u8);
                schema.WriteTo(writer);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteChoice(Utf8JsonWriter writer, ChatToolMode? mode, Given<ChatToolMode?> given)
    {
        if (given.Is(mode))
        {
            writer.WritePropertyName("tool_choice"u8);
            writer.WriteRaw(given.Json);
            return;
        }

        switch (mode)
        {
            case null:
                break;
            case RequiredChatToolMode { RequiredFunctionName: { } name }:
                writer.WriteStartObject("tool_choice"u8);
                writer.WriteString("type"u8, "function"u8);
                writer.WriteStartObject("function"u8);
                writer.WriteString("name"u8, name);
                writer.WriteEndObject();
                writer.WriteEndObject();
                break;
            default:
                writer.WriteString("tool_choice"u8, mode is RequiredChatToolMode ? "required"u8 : mode is NoneChatToolMode ? "none"u8 : "auto"u8);
                break;
        }
    }
}
