using Gateway.Llama.Jinja.Running;

namespace Gateway.Llama.Jinja.Operations;

/// <summary>Looking for texts in texts, charged for what the worst of them cost.</summary>
internal static class TextSearch
{
    private const int CharactersPerUnit = 64;

    /// <summary>Charges for one search. A long text that is nearly everywhere costs the product of the lengths.</summary>
    public static void Spend(string text, string part, Meter meter) =>
        meter.Spend(1 + (long)text.Length / CharactersPerUnit * (1 + part.Length / CharactersPerUnit));

    public static int Count(string text, string part, Meter meter)
    {
        Spend(text, part, meter);
        if (part.Length == 0) return CodePoints.Count(text) + 1;
        var count = 0;
        for (var at = 0; (at = text.IndexOf(part, at, StringComparison.Ordinal)) >= 0; at += part.Length) count++;
        return count;
    }

    /// <summary>Python's <c>replace</c>; at most so many, all where <paramref name="most"/> is negative.</summary>
    public static string Replace(string text, string part, string by, long most, Meter meter)
    {
        var count = Count(text, part, meter);
        if (most >= 0) count = (int)Math.Min(count, most);
        if (count == 0) return text;
        meter.Make(text.Length + (long)count * by.Length);
        if (part.Length == 0) return Interleaved(text, by, count);
        return string.Join(by, Split(text, part, count, meter));
    }

    /// <summary>The parts between the occurrences, of which at most so many are seen.</summary>
    public static List<string> Split(string text, string part, long most, Meter meter)
    {
        Spend(text, part, meter);
        var parts = new List<string>();
        var from = 0;
        while (parts.Count < most && text.IndexOf(part, from, StringComparison.Ordinal) is >= 0 and var at)
        {
            parts.Add(text[from..at]);
            from = at + part.Length;
        }

        parts.Add(text[from..]);
        meter.Spend(parts.Count);
        return parts;
    }

    public static List<string> SplitFromEnd(string text, string part, long most, Meter meter)
    {
        Spend(text, part, meter);
        var parts = new List<string>();
        var to = text.Length;
        while (parts.Count < most && to >= part.Length && text.AsSpan(0, to).LastIndexOf(part, StringComparison.Ordinal) is >= 0 and var at)
        {
            parts.Add(text[(at + part.Length)..to]);
            to = at;
        }

        parts.Add(text[..to]);
        parts.Reverse();
        meter.Spend(parts.Count);
        return parts;
    }

    private static string Interleaved(string text, string by, int count)
    {
        var characters = CodePoints.Split(text).ConvertAll(static character => ((Values.TextValue)character).Text);
        var head = string.Concat(characters.Take(count).Select(character => by + character));
        return head + (count > characters.Count ? by : string.Concat(characters.Skip(count)));
    }
}
