using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Gateway.Evals.Grading.Arithmetic;

/// <summary>
/// A number as word problems write it: behind GSM8K's number signs, with a currency in front, with commas between thousands, as a fraction or a
/// mixed number, with a unit behind. The unit is dropped, not read: "20%" is 20, "3 dozen" is 3.
/// </summary>
internal static partial class PlainNumber
{
    private const int MaxLength = 2000;
    private const int MaxExponent = 999;

    public static Rational? Read(string text)
    {
        if (text.Length > MaxLength || Form().Match(text.Replace('\u2212', '-')) is not { Success: true } match) return null;
        var value = Rational.Decimal(match.Groups["number"].Value.Replace(",", "", StringComparison.Ordinal));
        if (match.Groups["exponent"] is { Success: true } exponent)
        {
            if (!int.TryParse(exponent.ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var power)) return null;
            if (int.Abs(power) > MaxExponent || Rational.Whole(10).Power(power) is not { } scale) return null;
            value *= scale;
        }

        if (match.Groups["bottom"] is { Success: true } bottom)
        {
            if (value.Over(Whole(bottom)) is not { } fraction) return null;
            value = fraction;
        }

        if (match.Groups["top"] is { Success: true } top)
        {
            if (Whole(top).Over(Whole(match.Groups["under"])) is not { } rest) return null;
            value += rest;
        }

        return match.Groups["minus"].Success ? -value : value;
    }

    private static Rational Whole(Group digits) => Rational.Whole(BigInteger.Parse(digits.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture));

    // Behind the number comes nothing, or a unit: it begins with no digit, and the only digits in it are powers, as in "cm^2".
    [GeneratedRegex(
        """
        ^[\s#*`]*(?:\\?[$€£]\s*)?(?<minus>-)?\+?\s*(?:\\?[$€£]\s*)?
        (?<number>[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])(?:\.[0-9]*)?|[0-9]+(?:\.[0-9]*)?|\.[0-9]+)
        (?:[eE](?<exponent>[-+]?[0-9]+)|\s*/\s*(?<bottom>[0-9]+)|\s+(?<top>[0-9]+)\s*/\s*(?<under>[0-9]+))?
        (?:\s*[\\%$°€£*`\p{L}](?:[^0-9=+]|\^\{?[23])*)?\s*$
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
