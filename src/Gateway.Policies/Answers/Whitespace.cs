using System.Text;

namespace Gateway.Policies;

/// <summary>White space as answers see it: it separates words, and which kind and how much of it says nothing.</summary>
internal static class Whitespace
{
    /// <summary>Trimmed, with each run of white space as one space; null where nothing is left.</summary>
    public static string? Fold(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        if (text.IsEmpty) return null;
        var folded = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (!char.IsWhiteSpace(letter)) folded.Append(letter);
            else if (folded[^1] != ' ') folded.Append(' ');
        }

        return folded.ToString();
    }
}
