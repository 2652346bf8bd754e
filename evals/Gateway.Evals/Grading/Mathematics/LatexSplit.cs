namespace Gateway.Evals.Grading.Mathematics;

/// <summary>Finds what stands in no bracket. A bracket may be closed by one of another kind, as intervals are.</summary>
internal static class LatexSplit
{
    /// <param name="text">LaTeX.</param>
    /// <param name="separates">Whether a token, a command with its backslash or one sign, ends a part.</param>
    public static (List<string> Parts, List<string> Separators) At(string text, Func<string, bool> separates)
    {
        var parts = new List<string>();
        var separators = new List<string>();
        var start = 0;
        var depth = 0;
        for (var at = 0; at < text.Length;)
        {
            var token = TokenAt(text, at);
            depth = int.Max(0, depth + Step(token));
            if (depth == 0 && separates(token))
            {
                parts.Add(text[start..at].Trim());
                separators.Add(token);
                start = at + token.Length;
            }

            at += token.Length;
        }

        parts.Add(text[start..].Trim());
        return (parts, separators);
    }

    /// <returns>Whether the bracket that the text begins with is closed by its last token, and the text between.</returns>
    public static bool IsEnclosed(string text, out string open, out string inside, out string close)
    {
        (open, inside, close) = ("", "", "");
        if (text.Length == 0) return false;
        open = TokenAt(text, 0);
        if (open is not ("(" or "[" or "\\{" or "{")) return false;
        var depth = 0;
        for (var at = 0; at < text.Length; at += close.Length)
        {
            close = TokenAt(text, at);
            depth += Step(close);
            if (depth > 0) continue;
            if (at + close.Length < text.Length) return false;
            inside = text[open.Length..at].Trim();
            return true;
        }

        return false;
    }

    private static string TokenAt(string text, int at)
    {
        if (text[at] != '\\' || at + 1 == text.Length) return text[at].ToString();
        var end = at + 1;
        while (end < text.Length && char.IsAsciiLetter(text[end])) end++;
        return text[at..int.Max(end, at + 2)];
    }

    private static int Step(string token) => token switch
    {
        "(" or "[" or "{" or "\\{" or "\\begin" or "\\lfloor" or "\\lceil" => 1,
        ")" or "]" or "}" or "\\}" or "\\end" or "\\rfloor" or "\\rceil" => -1,
        _ => 0,
    };
}
