using System.Buffers;
using System.Text.Json;

namespace Gateway.OpenAI;

/// <summary>Writes OpenAI's error object.</summary>
public static class ErrorWriter
{
    /// <summary>Writes <c>{"error":{"message","type","param","code"}}</c>: all four keys, null where there is nothing to say.</summary>
    public static void Write(IBufferWriter<byte> output, ApiError error)
    {
        using var writer = new Utf8JsonWriter(output, WireJson.Writing);
        writer.WriteStartObject();
        writer.WriteStartObject("error"u8);
        writer.WriteString("message"u8, error.Message);
        writer.WriteString("type"u8, error.Type);
        writer.WriteString("param"u8, error.Param);
        writer.WriteString("code"u8, error.Code);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
