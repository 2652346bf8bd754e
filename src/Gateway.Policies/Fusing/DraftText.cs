using System.Text;

namespace Gateway.Policies;

/// <summary>Drafts as a fuser reads them.</summary>
internal static class DraftText
{
    private const string Gap = "\n[...]\n";

    // A token is at least two bytes: the bound by which the engine reserves.
    private const long BytesInAToken = 2;

    /// <summary>Each draft under its number, a blank line between them. Nothing says whose they are.</summary>
    public static string Number(IReadOnlyList<string> drafts) => string.Join("\n\n", drafts.Select(static (draft, place) => $"Draft {place + 1}:\n{draft}"));

    /// <summary>What fits into so many tokens: the head and the last fifth, since the end of a long draft is where its answer stands.</summary>
    public static string Cut(string draft, long tokens)
    {
        var bytes = tokens * BytesInAToken;
        if (Encoding.UTF8.GetByteCount(draft) <= bytes) return draft;
        var tail = bytes / 5;
        var head = bytes - tail - Gap.Length;
        return head > 0 ? Head(draft, head) + Gap + Tail(draft, tail) : Head(draft, bytes);
    }

    private static string Head(string text, long bytes)
    {
        var end = 0;
        while (end < text.Length)
        {
            Rune.DecodeFromUtf16(text.AsSpan(end), out var rune, out var length);
            bytes -= rune.Utf8SequenceLength;
            if (bytes < 0) break;
            end += length;
        }

        return text[..end];
    }

    private static string Tail(string text, long bytes)
    {
        var start = text.Length;
        while (start > 0)
        {
            Rune.DecodeLastFromUtf16(text.AsSpan(0, start), out var rune, out var length);
            bytes -= rune.Utf8SequenceLength;
            if (bytes < 0) break;
            start -= length;
        }

        return text[start..];
    }
}
