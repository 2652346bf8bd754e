using System.Text.Json;

namespace Gateway.OpenAI;

/// <summary>Writes a whole message's fields as a delta's.</summary>
internal static class MessageDeltaWriter
{
    /// <summary>Writes the fields into the delta that the writer is in; what a stream would not say is left out.</summary>
    /// <returns>True where the message calls tools.</returns>
    public static bool Write(Utf8JsonWriter writer, ReadOnlyMemory<byte> message)
    {
        var callsTools = false;
        var fields = new WireObject(message);
        while (fields.Next())
        {
            if (fields.ValueIsNull || fields.Name.SequenceEqual("role"u8)) continue;
            writer.WritePropertyName(fields.Name);
            if (fields.ValueIsArray && fields.Name.SequenceEqual("tool_calls"u8)) callsTools = WriteToolCalls(writer, fields.Value);
            else writer.WriteRaw(fields.Value);
        }

        return callsTools;
    }

    /// <summary>In a stream each tool call says which one it is.</summary>
    private static bool WriteToolCalls(Utf8JsonWriter writer, ReadOnlyMemory<byte> calls)
    {
        writer.WriteStartArray();
        var reader = new Utf8JsonReader(calls.Span);
        reader.Read();
        var index = 0;
        while (reader.NextItem())
        {
            writer.WriteStartObject();
            writer.WriteNumber("index"u8, index++);
            var call = new WireObject(reader.Slice(calls));
            while (call.Next())
            {
                if (call.Name.SequenceEqual("index"u8)) continue;
                writer.WritePropertyName(call.Name);
                writer.WriteRaw(call.Value);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        return index > 0;
    }
}
