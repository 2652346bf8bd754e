using System.Text;
using System.Text.Json;

namespace Gateway.OpenAI;

/// <summary>
/// Reads an endpoint's error body in any of the forms that are in use: OpenAI's <c>{"error":{...}}</c>, a bare <c>{"error":"text"}</c>,
/// the error's fields at the top (vLLM, Mistral), FastAPI's <c>{"detail":...}</c>, one of these in an array (Gemini), or a page of HTML or text.
/// </summary>
internal static class UpstreamErrorReader
{
    private const int LongestText = 300;

    /// <summary>The error; null for an empty body.</summary>
    public static UpstreamError? Read(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            if (JsonElement.TryParseValue(ref reader, out var json) && OfElement(json.Value) is { } error) return error;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // No JSON, or text that no string can hold: shown as it is.
        }

        var text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, LongestText * 4)]).Trim();
        return text.Length == 0 ? null : new UpstreamError(Cut(text), null, null, null);
    }

    private static UpstreamError? OfElement(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Array when json.GetArrayLength() > 0 => OfElement(json[0]),
        JsonValueKind.String when json.GetString() is { Length: > 0 } text => new UpstreamError(text, null, null, null),
        JsonValueKind.Object => OfObject(json),
        _ => null,
    };

    private static UpstreamError? OfObject(JsonElement json)
    {
        if (json.TryGetProperty("error", out var error) && OfElement(error) is { } inner) return inner;
        if (json.TryGetProperty("message", out var message)) return new UpstreamError(Text(message) ?? "", TextOf(json, "type"), TextOf(json, "param"), TextOf(json, "code"));
        return json.TryGetProperty("detail", out var detail) && Text(detail) is { } text ? new UpstreamError(Cut(text), null, null, null) : null;
    }

    private static string? TextOf(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? Text(value) : null;

    // A code may be a number, a detail an array of objects.
    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        _ => value.GetRawText(),
    };

    private static string Cut(string text) => text.Length <= LongestText ? text : text[..LongestText];
}
