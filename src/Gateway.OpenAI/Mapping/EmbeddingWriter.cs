using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Gateway.OpenAI;

/// <summary>Writes the answer of <c>POST /v1/embeddings</c>.</summary>
public static class EmbeddingWriter
{
    /// <param name="output">Receives the JSON.</param>
    /// <param name="model">The name that was asked for.</param>
    /// <param name="embeddings">The vectors, in the order of the texts.</param>
    /// <param name="base64">As base64 of little-endian 32-bit floats instead of numbers.</param>
    public static void Write(IBufferWriter<byte> output, string model, GeneratedEmbeddings<Embedding<float>> embeddings, bool base64)
    {
        using var writer = new Utf8JsonWriter(output, WireJson.Writing);
        writer.WriteStartObject();
        writer.WriteString("object"u8, "list"u8);
        writer.WriteStartArray("data"u8);
        for (var i = 0; i < embeddings.Count; i++)
        {
            writer.WriteStartObject();
            writer.WriteString("object"u8, "embedding"u8);
            writer.WriteNumber("index"u8, i);
            writer.WritePropertyName("embedding"u8);
            WriteVector(writer, embeddings[i].Vector.Span, base64);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("model"u8, model);
        writer.WriteStartObject("usage"u8);
        writer.WriteNumber("prompt_tokens"u8, embeddings.Usage?.InputTokenCount ?? 0);
        writer.WriteNumber("total_tokens"u8, embeddings.Usage?.TotalTokenCount ?? 0);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteVector(Utf8JsonWriter writer, ReadOnlySpan<float> vector, bool base64)
    {
        if (base64)
        {
            // The processors that libllama is built for are little-endian, as the format is.
            writer.WriteBase64StringValue(MemoryMarshal.AsBytes(vector));
            return;
        }

        writer.WriteStartArray();
        foreach (var value in vector) writer.WriteNumberValue(value);
        writer.WriteEndArray();
    }
}
