using System.Globalization;

namespace Gateway.Llama.Grammar;

/// <summary>The whole numbers of a range, digit by digit.</summary>
internal static class DigitRange
{
    /// <summary>The largest number that is written: 16 digits.</summary>
    public const long Largest = 9_999_999_999_999_999;

    /// <summary>An expression for the numbers from <paramref name="low"/> to <paramref name="high"/>, neither negative, without leading zeros.</summary>
    public static string Of(long low, long high)
    {
        var alternatives = new List<string>();
        var first = 0L;
        for (var limit = 10L; first <= high; first = limit, limit *= 10)
        {
            if (Math.Min(high, limit - 1) < low) continue;
            Add("", Text(Math.Max(low, first)), Text(Math.Min(high, limit - 1)), alternatives);
        }

        return $"({string.Join(" | ", alternatives)})";
    }

    // Both have the same number of digits.
    private static void Add(string prefix, string low, string high, List<string> alternatives)
    {
        var same = 0;
        while (same < low.Length && low[same] == high[same]) same++;
        prefix += low[..same];
        var start = prefix.Length > 0 ? $"\"{prefix}\" " : "";
        if (same == low.Length)
        {
            alternatives.Add(start.TrimEnd());
            return;
        }

        var (from, to) = (low[same], high[same]);
        var (lowRest, highRest) = (low[(same + 1)..], high[(same + 1)..]);
        if (lowRest.Any(static digit => digit != '0'))
        {
            Add(prefix + from, lowRest, new string('9', lowRest.Length), alternatives);
            from++;
        }

        if (highRest.Any(static digit => digit != '9'))
        {
            Add(prefix + to, new string('0', highRest.Length), highRest, alternatives);
            to--;
        }

        if (from > to) return;
        var rest = lowRest.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" [0-9]{{{lowRest.Length}}}");
        alternatives.Add($"{start}[{from}-{to}]{rest}");
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
