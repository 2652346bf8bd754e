using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Gateway.OpenAI;

/// <summary>Reads the tool calls of an assistant's message in a request.</summary>
internal static class ToolCallReader
{
    public static List<AIContent>? ReadAll(ref Utf8JsonReader reader)
    {
        if (!Expect.Array(ref reader, "tool_calls", "tool calls")) return null;
        var calls = new List<AIContent>(1);
        while (reader.NextItem())
        {
            try
            {
                calls.Add(ReadOne(ref reader));
            }
            catch (InvalidFieldException fault)
            {
                throw fault.Under($"tool_calls[{calls.Count}]");
            }
        }

        return calls.Count > 0 ? calls : null;
    }

    private static FunctionCallContent ReadOne(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw Expect.WrongType(ref reader, "", "an object");
        string? id = null, type = null, name = null, arguments = null;
        while (reader.NextField())
        {
            var field = reader.TakeName();
            if (field.SequenceEqual("id"u8)) id = Expect.Text(ref reader, "id");
            else if (field.SequenceEqual("type"u8)) type = Expect.Text(ref reader, "type");
            else if (field.SequenceEqual("function"u8)) ReadCalled(ref reader, "function", "arguments"u8, ref name, ref arguments);
            else if (field.SequenceEqual("custom"u8)) ReadCalled(ref reader, "custom", "input"u8, ref name, ref arguments);
            else reader.Skip();
        }

        if (type is not (null or "function" or "custom")) throw new InvalidFieldException("type", "must be 'function' or 'custom'", InvalidFieldException.WrongValue);
        return new FunctionCallContent(
            id ?? throw Expect.Missing("id", "the tool call's id"),
            name ?? throw Expect.Missing(type == "custom" ? "custom.name" : "function.name", "the name of the tool that was called"),
            ToolArguments.Parse(arguments ?? ""));
    }

    private static void ReadCalled(ref Utf8JsonReader reader, string path, ReadOnlySpan<byte> argumentsField, ref string? name, ref string? arguments)
    {
        if (!Expect.Object(ref reader, path)) return;
        while (reader.NextField())
        {
            var field = reader.TakeName();
            if (field.SequenceEqual("name"u8)) name = Expect.Name(ref reader, $"{path}.name");
            else if (field.SequenceEqual(argumentsField)) arguments = Expect.Text(ref reader, $"{path}.arguments");
            else reader.Skip();
        }
    }
}
