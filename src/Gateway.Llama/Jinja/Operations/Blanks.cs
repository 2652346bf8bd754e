using System.Buffers;

namespace Gateway.Llama.Jinja.Operations;

/// <summary>Python's white space and line breaks, which are more than .NET's.</summary>
internal static class Blanks
{
    private static readonly SearchValues<char> LineBreaks = SearchValues.Create("\n\r\v\f\u001c\u001d\u001e\u0085\u2028\u2029");

    public static bool IsBlank(char character) => char.IsWhiteSpace(character) || character is >= '\x1c' and <= '\x1f';

    public static string Strip(string text, bool start = true, bool end = true)
    {
        var from = 0;
        var to = text.Length;
        while (start && from < to && IsBlank(text[from])) from++;
        while (end && from < to && IsBlank(text[to - 1])) to--;
        return text[from..to];
    }

    /// <summary>The parts between runs of white space; behind the last split, the rest as it is.</summary>
    public static List<string> Split(string text, long most)
    {
        var parts = new List<string>();
        for (var at = 0; ;)
        {
            while (at < text.Length && IsBlank(text[at])) at++;
            if (at == text.Length) return parts;
            if (parts.Count == most)
            {
                parts.Add(text[at..]);
                return parts;
            }

            var from = at;
            while (at < text.Length && !IsBlank(text[at])) at++;
            parts.Add(text[from..at]);
        }
    }

    public static List<string> SplitFromEnd(string text, long most)
    {
        var parts = new List<string>();
        for (var at = text.Length; ;)
        {
            while (at > 0 && IsBlank(text[at - 1])) at--;
            if (at == 0) break;
            if (parts.Count == most)
            {
                parts.Add(text[..at]);
                break;
            }

            var to = at;
            while (at > 0 && !IsBlank(text[at - 1])) at--;
            parts.Add(text[at..to]);
        }

        parts.Reverse();
        return parts;
    }

    public static List<string> Lines(string text, bool keepEnds = false)
    {
        var lines = new List<string>();
        for (var from = 0; from < text.Length;)
        {
            var length = text.AsSpan(from).IndexOfAny(LineBreaks);
            var end = length < 0 ? text.Length : from + length;
            var next = length < 0 ? end : end + (text.AsSpan(end).StartsWith("\r\n") ? 2 : 1);
            lines.Add(text[from..(keepEnds ? next : end)]);
            from = next;
        }

        return lines;
    }
}
