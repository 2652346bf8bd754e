using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gateway.Llama.Grammar;

/// <summary>Writes JSON and text as GBNF literals. Everything beyond printable ASCII is escaped.</summary>
internal static class GbnfText
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The literal that matches exactly the text.</summary>
    public static string Literal(string text)
    {
        var literal = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes()) literal.Append(Character(rune));
        return literal.Append('"').ToString();
    }

    /// <summary>One character, for a literal or a class.</summary>
    public static string Character(Rune rune) => rune.Value switch
    {
        '"' or '\\' or '[' or ']' or '-' => $"\\{rune}",
        '^' => "\\x5E",
        >= ' ' and <= '~' => rune.ToString(),
        <= 0xFFFF => string.Create(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"\\U{rune.Value:X8}"),
    };

    /// <summary>The value as compact JSON; numbers as they were written.</summary>
    public static string Json(JsonElement value)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Compact)) value.WriteTo(writer);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>The text as a JSON string, with its quotes.</summary>
    public static string JsonString(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
