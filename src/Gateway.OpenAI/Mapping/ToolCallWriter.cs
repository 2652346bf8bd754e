using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Gateway.OpenAI;

/// <summary>Writes a whole tool call, as messages and stream deltas both have it.</summary>
internal static class ToolCallWriter
{
    /// <summary>Writes the call's fields into the object that the writer is in.</summary>
    public static void WriteFields(Utf8JsonWriter writer, FunctionCallContent call)
    {
        writer.WriteString("id"u8, call.CallId);
        writer.WriteString("type"u8, "function"u8);
        writer.WriteStartObject("function"u8);
        writer.WriteString("name"u8, call.Name);
        writer.WriteString("arguments"u8, ToolArguments.Format(call.Arguments));
        writer.WriteEndObject();
    }
}
