using System.Globalization;
using System.Text;

namespace Gateway.Llama.Jinja.Parsing;

/// <summary>The escapes in Python's string literals.</summary>
internal static class Escapes
{
    /// <exception cref="JinjaException">An escape is not complete, or not supported.</exception>
    public static string Resolve(string literal, int line)
    {
        if (!literal.Contains('\\', StringComparison.Ordinal)) return literal;
        var text = new StringBuilder(literal.Length);
        for (var at = 0; at < literal.Length;)
        {
            if (literal[at] != '\\')
            {
                text.Append(literal[at++]);
                continue;
            }

            at += 2;
            switch (literal[at - 1])
            {
                case '\n': break;
                case '\\' or '\'' or '"': text.Append(literal[at - 1]); break;
                case 'a': text.Append('\a'); break;
                case 'b': text.Append('\b'); break;
                case 'f': text.Append('\f'); break;
                case 'n': text.Append('\n'); break;
                case 'r': text.Append('\r'); break;
                case 't': text.Append('\t'); break;
                case 'v': text.Append('\v'); break;
                case 'x': at = Code(literal, at, 2, line, text); break;
                case 'u': at = Code(literal, at, 4, line, text); break;
                case 'U': at = Code(literal, at, 8, line, text); break;
                case 'N': throw new JinjaException("characters by name ('\\N') are not supported; write the character, or '\\u' and its code", line);
                case >= '0' and <= '7': at = Octal(literal, at - 1, text); break;

                // What is no escape stays as it is.
                default: text.Append(literal, at - 2, 2); break;
            }
        }

        return text.ToString();
    }

    private static int Code(string literal, int at, int digits, int line, StringBuilder text)
    {
        if (at + digits > literal.Length || !int.TryParse(literal.AsSpan(at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            throw new JinjaException($"the escape '\\{literal[at - 1]}' needs {digits} hexadecimal digits", line);
        }

        text.Append(Rune.IsValid(code) ? new Rune(code).ToString() : throw new JinjaException($"the escape '\\{literal[at - 1]}{literal.Substring(at, digits)}' is no character", line));
        return at + digits;
    }

    private static int Octal(string literal, int at, StringBuilder text)
    {
        var code = 0;
        for (var end = at + 3; at < end && at < literal.Length && literal[at] is >= '0' and <= '7'; at++) code = code * 8 + literal[at] - '0';
        text.Append((char)code);
        return at;
    }
}
