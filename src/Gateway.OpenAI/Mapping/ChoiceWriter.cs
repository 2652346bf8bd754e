using System.Text.Json;

namespace Gateway.OpenAI;

/// <summary>Writes a choice of a whole answer.</summary>
internal static class ChoiceWriter
{
    /// <summary>Writes an endpoint's choice: verbatim, but for its place and for logprobs that only a policy asked for.</summary>
    public static void Write(Utf8JsonWriter writer, WireChoice choice, bool logprobs)
    {
        if (!choice.Moved && (logprobs || !choice.HasLogprobs))
        {
            writer.WriteRaw(choice.Json);
            return;
        }

        writer.WriteStartObject();
        writer.WriteNumber("index"u8, choice.Index);
        var fields = new WireObject(choice.Json);
        while (fields.Next())
        {
            if (fields.Name.SequenceEqual("index"u8)) continue;
            if (!logprobs && fields.Name.SequenceEqual("logprobs"u8)) continue;
            writer.WritePropertyName(fields.Name);
            writer.WriteRaw(fields.Value);
        }

        if (!logprobs) writer.WriteNull("logprobs"u8);
        writer.WriteEndObject();
    }

    /// <summary>Writes a choice that was put together here.</summary>
    public static void Write(Utf8JsonWriter writer, int index, FoldedChoice choice, bool logprobs)
    {
        writer.WriteStartObject();
        writer.WriteNumber("index"u8, index);
        WriteMessage(writer, choice);
        if (logprobs && choice.Logprobs is { } tokens) LogprobsWriter.Write(writer, tokens);
        else writer.WriteNull("logprobs"u8);
        writer.WriteString("finish_reason"u8, choice.FinishReason);
        writer.WriteEndObject();
    }

    private static void WriteMessage(Utf8JsonWriter writer, FoldedChoice choice)
    {
        writer.WriteStartObject("message"u8);
        writer.WriteString("role"u8, "assistant"u8);
        writer.WriteString("content"u8, choice.Text);
        writer.WriteString("refusal"u8, choice.Refusal);
        if (choice.Reasoning is { } reasoning) writer.WriteString("reasoning_content"u8, reasoning);
        if (choice.Calls.Count > 0)
        {
            writer.WriteStartArray("tool_calls"u8);
            foreach (var call in choice.Calls)
            {
                writer.WriteStartObject();
                ToolCallWriter.WriteFields(writer, call);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }
}
