using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using Gateway.Evals.Grading.Arithmetic;

namespace Gateway.Evals.Grading.Python;

/// <summary>Reads the numbers of Python; a float stands for the double that it is, exactly, as Python compares it.</summary>
internal static partial class PythonNumber
{
    /// <returns>Nothing where no number starts, or one that has no finite value.</returns>
    public static (Rational Value, int Length)? Read(string source, int at)
    {
        if (Form().Match(source, at) is not { Success: true } match) return null;
        var digits = match.Value.Replace("_", "", StringComparison.Ordinal);
        if (match.Groups["radix"].Success) return (Rational.Whole(Radix(digits)), match.Length);
        if (match.Groups["whole"].Success) return (Rational.Whole(BigInteger.Parse(digits, CultureInfo.InvariantCulture)), match.Length);
        var value = double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(value) ? (Exactly(value), match.Length) : null;
    }

    private static BigInteger Radix(string digits) => char.ToLowerInvariant(digits[1]) switch
    {
        // The zero in front keeps the first digit from being a sign.
        'x' => BigInteger.Parse("0" + digits[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
        'b' => BigInteger.Parse("0" + digits[2..], NumberStyles.AllowBinarySpecifier, CultureInfo.InvariantCulture),
        _ => digits[2..].Aggregate(BigInteger.Zero, (value, digit) => (value * 8) + (digit - '0')),
    };

    private static Rational Exactly(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)(bits >> 52) & 0x7FF;
        var fraction = bits & 0xFFFFFFFFFFFFF;
        var whole = Rational.Whole(exponent == 0 ? fraction : fraction | 0x10000000000000);
        return whole * Rational.Whole(2).Power(int.Max(exponent, 1) - 1075)!.Value;
    }

    // Nothing but a zero may start with a zero: "012" is no number, and neither is "12a" or "12j".
    [GeneratedRegex(
        """
        \G(?:(?<radix>0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+)
        |(?<float>(?:(?:[0-9](?:_?[0-9])*)?\.[0-9](?:_?[0-9])*|[0-9](?:_?[0-9])*\.?)[eE][-+]?[0-9](?:_?[0-9])*|(?:[0-9](?:_?[0-9])*)?\.[0-9](?:_?[0-9])*|[0-9](?:_?[0-9])*\.)
        |(?<whole>[1-9](?:_?[0-9])*|0(?:_?0)*))(?![0-9A-Za-z_.])
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
