using System.Globalization;

namespace Gateway.Llama.Jinja.Parsing;

/// <summary>Reads numbers: 12, 1_000, 0x1f, 0o17, 0b11, 1.5, 1e-5.</summary>
internal static class NumberReader
{
    /// <returns>Where the number ends.</returns>
    /// <exception cref="JinjaException">It is beyond 64 bits, or runs into a name.</exception>
    public static int Read(string source, int at, int line, List<Token> tokens)
    {
        var radix = at + 1 < source.Length && source[at] == '0' ? char.ToLowerInvariant(source[at + 1]) switch { 'x' => 16, 'o' => 8, 'b' => 2, _ => 10 } : 10;
        var end = radix == 10 ? Digits(source, at) : at + 2;
        if (radix != 10)
        {
            while (end < source.Length && (char.IsAsciiHexDigit(source[end]) || source[end] == '_')) end++;
        }

        // Behind a point, digits are indexes: a.0.1 has no 0.1 in it.
        var isReal = false;
        if (radix == 10 && !(tokens[^1] is { Kind: TokenKind.Symbol, Text: "." } && source[at - 1] == '.'))
        {
            if (end + 1 < source.Length && source[end] == '.' && char.IsAsciiDigit(source[end + 1]))
            {
                isReal = true;
                end = Digits(source, end + 1);
            }

            var sign = end + 1 < source.Length && source[end + 1] is '+' or '-' ? 1 : 0;
            if (end + 1 + sign < source.Length && source[end] is 'e' or 'E' && char.IsAsciiDigit(source[end + 1 + sign]))
            {
                isReal = true;
                end = Digits(source, end + 1 + sign);
            }
        }

        if (end < source.Length && (char.IsLetterOrDigit(source[end]) || source[end] == '_')) throw new JinjaException("a number runs into a name", line);
        var text = source[at..end].Replace("_", "", StringComparison.Ordinal);
        tokens.Add(isReal ? new Token(TokenKind.Real, text, line) : new Token(TokenKind.Whole, Whole(text, radix, line).ToString(CultureInfo.InvariantCulture), line));
        return end;
    }

    private static int Digits(string source, int at)
    {
        while (at < source.Length && (char.IsAsciiDigit(source[at]) || (source[at] == '_' && at + 1 < source.Length && char.IsAsciiDigit(source[at + 1])))) at++;
        return at;
    }

    private static long Whole(string text, int radix, int line)
    {
        try
        {
            // Without this, the top bit would be a sign.
            var number = radix == 10 ? long.Parse(text, CultureInfo.InvariantCulture) : Convert.ToInt64(text[2..], radix);
            return number >= 0 ? number : throw new OverflowException();
        }
        catch (Exception fault) when (fault is OverflowException or FormatException or ArgumentException)
        {
            throw new JinjaException($"'{text}' is no whole number within 64 bits", line);
        }
    }
}
