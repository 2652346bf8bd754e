using System.Text;
using Gateway.Llama.Jinja.Running;

namespace Gateway.Llama.Jinja.Operations;

/// <summary>What Python's methods of strings do to letters.</summary>
internal static class Letters
{
    public static string Capitalize(string text)
    {
        if (text.Length == 0) return text;
        var first = char.IsHighSurrogate(text[0]) && text.Length > 1 ? 2 : 1;
        return text[..first].ToUpperInvariant() + text[first..].ToLowerInvariant();
    }

    /// <summary>Each run of letters begins with a capital.</summary>
    public static string Title(string text)
    {
        var title = new StringBuilder(text.Length);
        var inWord = false;
        foreach (var character in text)
        {
            title.Append(inWord ? char.ToLowerInvariant(character) : char.ToUpperInvariant(character));
            inWord = char.IsLetter(character);
        }

        return title.ToString();
    }

    /// <summary>Takes these characters away from the ends.</summary>
    public static string Strip(string text, string characters, Meter meter, bool start = true, bool end = true)
    {
        var set = new HashSet<int>();
        foreach (var character in characters.EnumerateRunes()) set.Add(character.Value);
        meter.Spend(characters.Length);
        var from = 0;
        var to = text.Length;
        while (start && from < to && Rune.DecodeFromUtf16(text.AsSpan(from, to - from), out var character, out var width) is var _ && set.Contains(character.Value)) from += width;
        while (end && from < to && Rune.DecodeLastFromUtf16(text.AsSpan(from, to - from), out var character, out var width) is var _ && set.Contains(character.Value)) to -= width;
        meter.Make(text.Length - to + from);
        return text[from..to];
    }

    /// <summary>The text has a letter that has a case, and none of the other case.</summary>
    public static bool IsAll(string text, bool upper)
    {
        var seen = false;
        foreach (var character in text.EnumerateRunes())
        {
            if (upper ? Rune.IsLower(character) : Rune.IsUpper(character)) return false;
            seen |= upper ? Rune.IsUpper(character) : Rune.IsLower(character);
        }

        return seen;
    }

    /// <summary>The text is not empty, and all its characters are of the kind.</summary>
    public static bool AreAll(string text, Func<Rune, bool> kind, Meter meter)
    {
        meter.Make(text.Length);
        foreach (var character in text.EnumerateRunes())
        {
            if (!kind(character)) return false;
        }

        return text.Length > 0;
    }
}
