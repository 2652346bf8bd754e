using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Gateway.OpenAI;

/// <summary>
/// Strings as real endpoints send them. Some cut a text between the two halves of an emoji and send <c>"\ud83d"</c> and
/// <c>"\ude00"</c> in two chunks; <see cref="Utf8JsonReader.GetString"/> throws on each, while joined in UTF-16 they are right again.
/// </summary>
internal static class WireText
{
    /// <summary>The string that the reader stands on; null for a JSON null or another type.</summary>
    public static string? ReadOrNull(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.String ? Read(ref reader) : null;

    /// <summary>The string that the reader stands on, with halves of surrogate pairs kept.</summary>
    public static string Read(ref Utf8JsonReader reader)
    {
        var span = reader.ValueSpan;
        return reader.ValueIsEscaped && (span.IndexOf("\\ud"u8) >= 0 || span.IndexOf("\\uD"u8) >= 0) ? Unescape(span) : reader.GetString()!;
    }

    /// <summary>The unescaped UTF-8 name of the property that the reader stands on.</summary>
    public static byte[] UnescapeName(ref Utf8JsonReader reader) => Encoding.UTF8.GetBytes(Read(ref reader));

    private static string Unescape(ReadOnlySpan<byte> escaped)
    {
        var text = new StringBuilder(escaped.Length);
        while (escaped.IndexOf((byte)'\\') is var at and >= 0)
        {
            text.Append(Encoding.UTF8.GetString(escaped[..at]));
            var isUnicode = escaped[at + 1] == (byte)'u';
            text.Append(isUnicode ? (char)ushort.Parse(escaped.Slice(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) : Simple(escaped[at + 1]));
            escaped = escaped[(at + (isUnicode ? 6 : 2))..];
        }

        return text.Append(Encoding.UTF8.GetString(escaped)).ToString();
    }

    private static char Simple(byte escape) => escape switch
    {
        (byte)'n' => '\n',
        (byte)'r' => '\r',
        (byte)'t' => '\t',
        (byte)'b' => '\b',
        (byte)'f' => '\f',
        _ => (char)escape,
    };
}
