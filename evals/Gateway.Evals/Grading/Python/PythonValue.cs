using System.Globalization;
using Gateway.Evals.Grading.Arithmetic;

namespace Gateway.Evals.Grading.Python;

/// <summary>A value that a literal stands for.</summary>
/// <param name="Key">The same text for what Python's <c>==</c> calls equal, another one for everything else.</param>
/// <param name="IsHashable">Whether it may be in a set or be a dictionary's key.</param>
/// <param name="Number">The value of a number; <c>True</c> is 1.</param>
/// <param name="Text">The value of a string.</param>
internal sealed record PythonValue(string Key, bool IsHashable, Rational? Number = null, string? Text = null)
{
    public static PythonValue None { get; } = new("none", true);

    public static PythonValue Of(Rational number) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{number.Numerator:R}/{number.Denominator:R}"), true, Number: number);

    // With its length in front, no string can look like the rest of a list.
    public static PythonValue Of(string text) => new($"s{text.Length}:{text}", true, Text: text);

    public static PythonValue OfBytes(string bytes) => new($"b{bytes.Length}:{bytes}", true);

    public static PythonValue List(IReadOnlyList<PythonValue> items) => new($"[{Join(items)}]", false);

    public static PythonValue Tuple(IReadOnlyList<PythonValue> items) => new($"({Join(items)})", items.All(item => item.IsHashable));

    /// <returns>Nothing where Python refuses an item.</returns>
    public static PythonValue? Set(IReadOnlyList<PythonValue> items) =>
        items.All(item => item.IsHashable) ? new($"set({Join(items.DistinctBy(item => item.Key).OrderBy(item => item.Key, StringComparer.Ordinal))})", false) : null;

    /// <returns>Nothing where Python refuses a key.</returns>
    public static PythonValue? Dictionary(IEnumerable<(PythonValue Key, PythonValue Value)> pairs)
    {
        var entries = new SortedDictionary<string, PythonValue>(StringComparer.Ordinal);
        foreach (var (key, value) in pairs)
        {
            if (!key.IsHashable) return null;
            entries[key.Key] = value;
        }

        return new($"{{{string.Join(',', entries.Select(entry => $"{entry.Key}:{entry.Value.Key}"))}}}", false);
    }

    private static string Join(IEnumerable<PythonValue> items) => string.Join(',', items.Select(item => item.Key));
}
