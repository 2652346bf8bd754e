using System.Text.Json;

namespace Gateway.Policies;

/// <summary>JSON in a model's answer: the whole text, or what its first code fence holds.</summary>
internal static class JsonText
{
    private const string Fence = "```";

    /// <summary>The JSON alone; the text itself where it has no fence.</summary>
    public static string Unfence(string text)
    {
        var open = text.IndexOf(Fence, StringComparison.Ordinal);
        if (open < 0) return text;
        var body = text.IndexOf('\n', open);
        if (body < 0) return text;
        var close = text.IndexOf(Fence, body, StringComparison.Ordinal);
        return close < 0 ? text[body..] : text[body..close];
    }

    /// <summary>Parses an answer's JSON. Half a surrogate pair, which a cut answer can end in, is none.</summary>
    /// <returns>Null where the answer is not JSON. To be disposed.</returns>
    public static JsonDocument? Parse(string text)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            // A JSON string can hold a fence, so the text as it is goes first.
            var unfenced = Unfence(text);
            if (ReferenceEquals(unfenced, text)) return null;
            try
            {
                return JsonDocument.Parse(unfenced);
            }
            catch (Exception inFence) when (inFence is JsonException or ArgumentException)
            {
                return null;
            }
        }
    }
}
