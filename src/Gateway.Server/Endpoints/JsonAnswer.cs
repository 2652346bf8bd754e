using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gateway.Server.Endpoints;

/// <summary>Small JSON answers.</summary>
internal static class JsonAnswer
{
    // Answers are read by programs and people, not put into HTML: é stays é.
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Options)) write(writer);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = buffer.WrittenCount;
        await context.Response.Body.WriteAsync(buffer.WrittenMemory, context.RequestAborted);
    }
}
