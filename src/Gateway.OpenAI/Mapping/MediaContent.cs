using System.Buffers;
using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Gateway.OpenAI;

/// <summary>An image's URL as content. What cannot be read as one is kept as it came: the endpoint may know better.</summary>
internal static class MediaContent
{
    private const string AnyImage = "image/*";

    public static AIContent FromUrl(ref Utf8JsonReader reader)
    {
        // Base64 has nothing to escape but '/', which few do; then the bytes are decoded from the request without a string between.
        if (!reader.ValueIsEscaped && reader.ValueSpan.StartsWith("data:"u8)) return FromData(reader.ValueSpan["data:"u8.Length..]);
        var url = reader.GetString()!;
        if (url.StartsWith("data:", StringComparison.OrdinalIgnoreCase)) return FromData(Encoding.UTF8.GetBytes(url).AsSpan("data:"u8.Length));
        return Uri.TryCreate(url, UriKind.Absolute, out var uri) ? new UriContent(uri, AnyImage) : new AIContent();
    }

    private static AIContent FromData(ReadOnlySpan<byte> url)
    {
        var comma = url.IndexOf((byte)',');
        if (comma < 0 || !url[..comma].EndsWith(";base64"u8)) return new AIContent();
        var mediaType = Encoding.UTF8.GetString(url[..(comma - ";base64"u8.Length)]);
        if (!MediaTypeHeaderValue.TryParse(mediaType, out _)) return new AIContent();

        var encoded = url[(comma + 1)..];
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(encoded.Length)];
        return Base64.DecodeFromUtf8(encoded, bytes, out _, out var length) == OperationStatus.Done
            ? new DataContent(bytes.AsMemory(0, length), mediaType)
            : new AIContent();
    }
}
