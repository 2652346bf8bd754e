using System.Globalization;
using Gateway.Llama.Jinja.Running;

namespace Gateway.Llama.Jinja.Operations;

/// <summary>Floats as Python writes them.</summary>
internal static class FloatText
{
    private const int FirstScientific = 16;
    private const int LastScientific = -5;

    // What the digits of the largest number cost.
    private const int ExactDigits = 200;

    /// <summary>The shortest digits that give the number back, with an exponent from 1e16 and below 0.0001.</summary>
    public static string Of(double number)
    {
        if (double.IsNaN(number)) return "nan";
        if (double.IsInfinity(number)) return number > 0 ? "inf" : "-inf";
        var (sign, digits, exponent) = Shortest(number);
        if (exponent is >= FirstScientific or <= LastScientific)
        {
            var mantissa = digits.Length > 1 ? $"{digits[0]}.{digits[1..]}" : digits;
            return string.Create(CultureInfo.InvariantCulture, $"{sign}{mantissa}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
        }

        if (exponent < 0) return $"{sign}0.{new string('0', -exponent - 1)}{digits}";
        var whole = exponent + 1;
        return digits.Length > whole ? $"{sign}{digits[..whole]}.{digits[whole..]}" : $"{sign}{digits.PadRight(whole, '0')}.0";
    }

    /// <summary>With a fixed number of digits behind the point; what is exactly between two goes to the even one.</summary>
    public static string Fixed(double number, int digits, Meter meter)
    {
        meter.Spend(ExactDigits + digits);
        if (!double.IsFinite(number)) return Of(number);

        // The exact digits decide, not the product with a power of ten: 2.675 is a little less than it says.
        const int more = 30;
        var exact = Math.Abs(number).ToString($"F{digits + more}", CultureInfo.InvariantCulture);
        var kept = exact[..^more].TrimEnd('.');
        var rest = exact[^more..];
        var tie = rest[0] == '5' && rest.AsSpan(1).IndexOfAnyExcept('0') < 0;
        if (tie ? (kept[^1] - '0') % 2 == 1 : rest[0] >= '5') kept = Incremented(kept);
        return double.IsNegative(number) ? $"-{kept}" : kept;
    }

    private static string Incremented(string number)
    {
        var digits = number.ToCharArray();
        for (var i = digits.Length - 1; i >= 0; i--)
        {
            if (digits[i] == '.') continue;
            if (digits[i]++ < '9') return new string(digits);
            digits[i] = '0';
        }

        return $"1{new string(digits)}";
    }

    // The exponent is that of the first digit.
    private static (string Sign, string Digits, int Exponent) Shortest(double number)
    {
        var text = Math.Abs(number).ToString("R", CultureInfo.InvariantCulture);
        var mark = text.IndexOf('E', StringComparison.Ordinal);
        var exponent = mark < 0 ? 0 : int.Parse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = mark < 0 ? text : text[..mark];
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var all = mantissa.Replace(".", "", StringComparison.Ordinal);
        var digits = all.TrimStart('0');
        if (digits.Length == 0) return (double.IsNegative(number) ? "-" : "", "0", 0);
        exponent += (point < 0 ? mantissa.Length : point) - 1 - (all.Length - digits.Length);
        return (double.IsNegative(number) ? "-" : "", digits.TrimEnd('0'), exponent);
    }
}
