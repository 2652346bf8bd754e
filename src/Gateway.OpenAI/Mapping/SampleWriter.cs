using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Gateway.OpenAI;

/// <summary>Writes one of a body's samples as the body that it would have been alone, so that it can be kept, and found again, by itself.</summary>
internal static class SampleWriter
{
    public static ReadOnlyMemory<byte> Write(ChatResponse whole, WireChoice choice, WireUsage? usage)
    {
        var body = new ArrayBufferWriter<byte>(choice.Json.Length + 256);
        using (var writer = new Utf8JsonWriter(body, WireJson.Writing))
        {
            writer.WriteStartObject();
            if (whole.ResponseId is not null) writer.WriteString("id"u8, whole.ResponseId);
            if (whole.ModelId is not null) writer.WriteString("model"u8, whole.ModelId);
            writer.WriteFields(((WireCompletion)whole.RawRepresentation!).Others);
            writer.WriteStartArray("choices"u8);
            ChoiceWriter.Write(writer, choice.At(0), logprobs: true);
            writer.WriteEndArray();
            if (usage is not null)
            {
                writer.WritePropertyName("usage"u8);
                writer.WriteRaw(usage.Json);
            }

            writer.WriteEndObject();
        }

        return body.WrittenMemory;
    }
}
