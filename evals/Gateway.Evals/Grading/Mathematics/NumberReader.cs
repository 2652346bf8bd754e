using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using Gateway.Evals.Grading.Arithmetic;

namespace Gateway.Evals.Grading.Mathematics;

/// <summary>Reads numbers: whole, decimal, with digits that repeat under a bar, mixed.</summary>
internal static partial class NumberReader
{
    /// <returns>Nothing where digits have a base below them, or no number starts.</returns>
    public static Expression? Read(Cursor cursor)
    {
        var whole = cursor.Take(char.IsAsciiDigit);
        if (cursor.At < cursor.Text.Length && cursor.Text[cursor.At] == '.') return Decimal(cursor, whole);
        if (cursor.Next == '_') return null;
        var value = Rational.Decimal(whole);
        return Expression.Number(value + (FractionBehind(cursor) ?? Rational.Whole(0)));
    }

    private static Expression? Decimal(Cursor cursor, string whole)
    {
        cursor.At++;
        var digits = cursor.Take(char.IsAsciiDigit);
        var value = Rational.Decimal($"{whole}.{digits}");
        if (Repeating().Match(cursor.Text, cursor.At) is { Success: true } match)
        {
            cursor.At += match.Length;
            var period = match.Groups[1].Value;
            var scale = BigInteger.Pow(10, digits.Length) * (BigInteger.Pow(10, period.Length) - 1);
            return Expression.Number(value + Rational.Decimal(period).Over(Rational.Whole(scale))!.Value);
        }

        return whole.Length + digits.Length == 0 || cursor.Next == '_' ? null : Expression.Number(value, hasDecimals: true);
    }

    // A proper fraction behind a whole number makes a mixed number; any other is a factor.
    private static Rational? FractionBehind(Cursor cursor)
    {
        if (Fraction().Match(cursor.Text, cursor.At) is not { Success: true } match) return null;
        var top = BigInteger.Parse(match.Groups["top"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        var bottom = BigInteger.Parse(match.Groups["bottom"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        if (top.IsZero || top >= bottom) return null;
        cursor.At += match.Length;
        return Rational.Whole(top).Over(Rational.Whole(bottom));
    }

    [GeneratedRegex(@"\G\s*\\overline\s*\{\s*([0-9]+)\s*\}", RegexOptions.CultureInvariant)]
    private static partial Regex Repeating();

    [GeneratedRegex(
        """
        \G(?:\s*\\frac\s*(?:\{\s*(?<top>[0-9]+)\s*\}|(?<top>[0-9]))\s*(?:\{\s*(?<bottom>[0-9]+)\s*\}|(?<bottom>[0-9]))
        |(?<=[0-9]\s+)(?<top>[0-9]+)\s*/\s*(?<bottom>[0-9]+))
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex Fraction();
}
