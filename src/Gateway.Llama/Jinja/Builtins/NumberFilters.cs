using System.Globalization;
using Gateway.Llama.Jinja.Operations;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Builtins;

/// <summary>Filters that make numbers.</summary>
internal static class NumberFilters
{
    public static IEnumerable<Builtin> All =>
    [
        new("abs", "value", Abs),
        new("int", "value default?", static a => Whole(a.Value) ?? a.At(1) ?? new IntValue(0)),
        new("float", "value default?", static a => Real(a.Value) is { } real ? new FloatValue(real) : a.At(1) ?? new FloatValue(0)),
        new("round", "value precision? method?", Round),
    ];

    private static Value Abs(Arguments a) => a.Value is FloatValue real ? new FloatValue(Math.Abs(real.Number))
        : a.Whole(0, 0) < 0 ? Arithmetic.Negate(a.Value) : new IntValue(a.Whole(0, 0));

    private static IntValue? Whole(Value value)
    {
        if (Numbers.WholeOf(value) is { } whole) return new IntValue(whole);
        if (value is TextValue { Text: var text } && long.TryParse(Digits(text), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parsed)) return new IntValue(parsed);
        if (Real(value) is not { } real || !double.IsFinite(real)) return null;
        return Math.Abs(real) < long.MaxValue ? new IntValue((long)real) : throw new JinjaException("'int' gives a number beyond 64 bits");
    }

    private static double? Real(Value value)
    {
        if (value is UndefinedValue undefined) throw new JinjaException(undefined.Reason);
        if (value is not TextValue { Text: var text }) return Numbers.RealOf(value);
        var digits = Digits(text);
        if (double.TryParse(digits, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number) && !char.IsLetter(digits[^1])) return number;
        return digits.TrimStart('+', '-').ToUpperInvariant() switch
        {
            "INF" or "INFINITY" when digits.Length <= 9 => digits[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity,
            "NAN" => double.NaN,
            _ => null,
        };
    }

    // Python lets white space surround a number, and single underscores separate its digits.
    private static string Digits(string text)
    {
        text = Blanks.Strip(text);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '_' && (i == 0 || i == text.Length - 1 || !char.IsAsciiDigit(text[i - 1]) || !char.IsAsciiDigit(text[i + 1]))) return "";
        }

        return text.Replace("_", "", StringComparison.Ordinal);
    }

    private static Value Round(Arguments a)
    {
        var digits = a.Whole(1, 0);
        if (digits is < 0 or > 30) throw a.Failure("supports a precision of 0 to 30");
        var method = a.Text(2, "common");
        if (method is not ("common" or "ceil" or "floor")) throw a.Failure("supports the methods 'common', 'ceil' and 'floor'");
        var number = a.Real(0);
        if (method == "common") return Numbers.WholeOf(a.Value) is { } whole ? new IntValue(whole) : new FloatValue(double.IsFinite(number) ? double.Parse(FloatText.Fixed(number, (int)digits, a.Meter), CultureInfo.InvariantCulture) : number);
        var scale = Math.Pow(10, digits);
        return new FloatValue((method == "ceil" ? Math.Ceiling(number * scale) : Math.Floor(number * scale)) / scale);
    }
}
