using System.Globalization;
using System.Text.RegularExpressions;

namespace Gateway.Policies;

/// <summary>The last number, commas between its digits dropped; 42, 42.0 and 4.2e1 are the same.</summary>
internal sealed partial class NumberAnswer : IAnswerExtractor
{
    public string? Extract(string text)
    {
        var last = default(ValueMatch);
        foreach (var match in Number().EnumerateMatches(text)) last = match;
        return last.Length == 0 ? null : Normalise(text.Substring(last.Index, last.Length));
    }

    public override string ToString() => "number";

    /// <summary>One text for equal numbers. What is too large for a decimal stays as it was written.</summary>
    public static string Normalise(string number)
    {
        var plain = number.Replace(",", "", StringComparison.Ordinal).Replace('\u2212', '-');
        if (!decimal.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)) return plain;
        return value == 0 ? "0" : value.ToString("0.############################", CultureInfo.InvariantCulture);
    }

    // A minus after a digit, a letter or a closing bracket subtracts and is no sign. U+2212 is the typographic minus.
    [GeneratedRegex(@"(?:(?<![0-9A-Za-z)\]}])[-\u2212])?(?:[0-9]+(?:,[0-9]+)*(?:\.[0-9]+)?|(?<![0-9])\.[0-9]+)(?:[eE][-+]?[0-9]+)?", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
