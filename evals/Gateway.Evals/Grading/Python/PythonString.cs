using System.Globalization;
using System.Text;

namespace Gateway.Evals.Grading.Python;

/// <summary>Reads the strings and bytes of Python: prefixes, four kinds of quotes, escapes. A line break may stand in all of them.</summary>
internal static class PythonString
{
    private static readonly string[] Quotes = ["'''", "\"\"\"", "'", "\""];

    /// <returns>Nothing where no string starts, or one that Python refuses.</returns>
    public static (string Value, bool IsBytes, int Length)? Read(string source, int at)
    {
        var open = at;
        while (open < source.Length && open < at + 2 && char.IsAsciiLetter(source[open])) open++;
        var prefix = source[at..open].ToLowerInvariant();
        if (prefix is not ("" or "r" or "b" or "u" or "br" or "rb")) return null;
        if (Array.Find(Quotes, mark => string.CompareOrdinal(source, open, mark, 0, mark.Length) == 0) is not { } quote) return null;

        var start = open + quote.Length;
        var end = FindEnd(source, start, quote);
        if (end < 0) return null;
        var body = source[start..end];
        var isBytes = prefix.Contains('b', StringComparison.Ordinal);
        if (isBytes && !Ascii.IsValid(body)) return null;
        var value = prefix.Contains('r', StringComparison.Ordinal) ? body : Unescape(body, isBytes);
        return value is null ? null : (value, isBytes, end + quote.Length - at);
    }

    /// <returns>What stands between quotes, its escapes read; nothing where one of them is none.</returns>
    public static string? Unescape(string body, bool isBytes)
    {
        var value = new StringBuilder(body.Length);
        for (var at = 0; at < body.Length;)
        {
            if (body[at] != '\\') value.Append(body[at++]);
            else if (Escape(body, at + 1, isBytes, value) is var length and > 0) at += 1 + length;
            else return null;
        }

        return value.ToString();
    }

    private static int FindEnd(string source, int start, string quote)
    {
        for (var at = start; at < source.Length; at++)
        {
            if (source[at] == '\\') at++;
            else if (string.CompareOrdinal(source, at, quote, 0, quote.Length) == 0) return at;
        }

        return -1;
    }

    // How much of the text behind the backslash was read; zero where Python refuses it.
    private static int Escape(string body, int at, bool isBytes, StringBuilder value)
    {
        if (at == body.Length) return 0;
        switch (body[at])
        {
            case '\n': return 1;
            case '\r': return at + 1 < body.Length && body[at + 1] == '\n' ? 2 : 1;
            case >= '0' and <= '7': return Octal(body, at, isBytes, value);
            case 'x': return Hex(body, at, 2, value);
            case 'u' when !isBytes: return Hex(body, at, 4, value);
            case 'U' when !isBytes: return Hex(body, at, 8, value);

            // Names of characters are in no table here.
            case 'N' when !isBytes: return 0;
        }

        var simple = body[at] switch
        {
            '\\' or '\'' or '"' => body[at],
            'a' => '\a',
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\v',
            _ => '\0',
        };
        _ = simple == '\0' ? value.Append('\\').Append(body[at]) : value.Append(simple);
        return 1;
    }

    private static int Octal(string body, int at, bool isBytes, StringBuilder value)
    {
        var code = 0;
        var length = 0;
        for (; length < 3 && at + length < body.Length && body[at + length] is >= '0' and <= '7'; length++) code = (code * 8) + body[at + length] - '0';
        value.Append((char)(isBytes ? code & 0xFF : code));
        return length;
    }

    private static int Hex(string body, int at, int digits, StringBuilder value)
    {
        if (at + digits >= body.Length) return 0;
        if (!uint.TryParse(body.AsSpan(at + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) || code > 0x10FFFF) return 0;
        if (code > 0xFFFF) value.Append(char.ConvertFromUtf32((int)code));
        else value.Append((char)code);
        return 1 + digits;
    }
}
