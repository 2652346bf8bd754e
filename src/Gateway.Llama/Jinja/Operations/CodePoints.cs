using System.Buffers;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Operations;

/// <summary>Texts counted as Python counts them: a character beyond U+FFFF is one, not two.</summary>
internal static class CodePoints
{
    private static readonly TextValue[] Ascii = [.. Enumerable.Range(0, 128).Select(static code => new TextValue(((char)code).ToString()))];
    private static readonly SearchValues<char> Halves = SearchValues.Create([.. Enumerable.Range(0xD800, 0x800).Select(static code => (char)code)]);

    public static int Count(ReadOnlySpan<char> text)
    {
        var first = text.IndexOfAny(Halves);
        if (first < 0) return text.Length;
        var count = first;
        for (var at = first; at < text.Length; at += WidthAt(text, at)) count++;
        return count;
    }

    public static List<Value> Split(string text)
    {
        var characters = new List<Value>(text.Length);
        for (var at = 0; at < text.Length;)
        {
            var width = WidthAt(text, at);
            characters.Add(text[at] < Ascii.Length ? Ascii[text[at]] : new TextValue(text.Substring(at, width)));
            at += width;
        }

        return characters;
    }

    /// <summary>Where the character of an index begins in the string; the index is one of the text, or its length.</summary>
    public static int Offset(string text, int index)
    {
        if (!text.AsSpan().ContainsAny(Halves)) return index;
        var at = 0;
        for (var i = 0; i < index; i++) at += WidthAt(text, at);
        return at;
    }

    public static string Reverse(string text)
    {
        var reversed = text.ToCharArray();
        Array.Reverse(reversed);
        for (var i = 1; i < reversed.Length; i++)
        {
            if (char.IsLowSurrogate(reversed[i - 1]) && char.IsHighSurrogate(reversed[i])) (reversed[i - 1], reversed[i]) = (reversed[i], reversed[i - 1]);
        }

        return new string(reversed);
    }

    private static int WidthAt(ReadOnlySpan<char> text, int at) =>
        char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 1;
}
