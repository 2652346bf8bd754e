using System.Globalization;
using System.Text;

namespace Gateway.Evals.Reports.Html;

/// <summary>Texts of models and files as a page can hold them. Escaping is the writer's; this is for what no escape makes legal.</summary>
internal static class PageText
{
    /// <summary>Control characters become visible signs, what is no Unicode text the replacement character; line ends become line feeds.</summary>
    public static string Clean(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~')) return text;
        var clean = new StringBuilder(text.Length);
        // Half a surrogate pair comes out of the enumeration as the replacement character.
        foreach (var rune in text.Replace("\r\n", "\n", StringComparison.Ordinal).EnumerateRunes())
        {
            if (rune.Value is '\n' or '\t') clean.Append((char)rune.Value);
            else if (rune.Value < ' ') clean.Append((char)('\u2400' + rune.Value));
            else if (rune.Value == 0x7F) clean.Append('\u2421');
            else if (Rune.IsControl(rune) || rune.Value is 0xFFFE or 0xFFFF) clean.Append('\uFFFD');
            else clean.Append(rune.ToString());
        }

        return clean.ToString();
    }

    /// <summary>The beginning in one line.</summary>
    public static string Line(string text, int most)
    {
        var line = string.Join(' ', Clean(text).Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= most ? line : $"{Head(line, most - 1)}…";
    }

    /// <summary>The beginning and the end, as an answer mostly stands there.</summary>
    public static string Shorten(string text, int most)
    {
        if (text.Length <= most) return text;
        var head = Head(text, most / 2);
        var tail = most - head.Length;
        if (char.IsLowSurrogate(text[^tail])) tail--;
        return string.Create(CultureInfo.InvariantCulture, $"{head}\n[… {text.Length - head.Length - tail:N0} characters left out …]\n{text[^tail..]}");
    }

    private static string Head(string text, int length) => text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}
