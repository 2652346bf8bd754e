using System.Globalization;
using System.Text;
using Gateway.Llama.Jinja.Running;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Operations;

/// <summary>Python's <c>'%s is %05.2f' % (a, b)</c>: the conversions s, r, d, i, u, f, F, x, X and %.</summary>
internal static class PercentFormat
{
    private const int MaxWidth = 10_000;

    private const int MaxPrecision = 100;

    /// <exception cref="JinjaException">The format is not supported, or the values do not fit it.</exception>
    public static string Of(string format, IReadOnlyList<Value> values, Meter meter)
    {
        var text = new Output(meter);
        var used = 0;
        for (var at = 0; at < format.Length;)
        {
            var mark = format.IndexOf('%', at);
            if (mark < 0) mark = format.Length;
            text.Write(format[at..mark]);
            if (mark == format.Length) break;
            at = mark + 1;
            if (at < format.Length && format[at] == '%')
            {
                text.Write("%");
                at++;
                continue;
            }

            var from = at;
            while (at < format.Length && "-+ 0#".Contains(format[at], StringComparison.Ordinal)) at++;
            var flags = format[from..at];
            var width = Number(format, ref at, MaxWidth) ?? 0;
            int? precision = null;
            if (at < format.Length && format[at] == '.')
            {
                at++;
                precision = Number(format, ref at, MaxPrecision) ?? 0;
            }

            if (at == format.Length) throw new JinjaException("the format ends within a conversion");
            if (used == values.Count) throw new JinjaException("the format has more conversions than there are values");
            text.Write(Padded(Converted(format[at], flags, precision, values[used], meter), flags, width, format[at]));
            used++;
            at++;
        }

        if (used < values.Count) throw new JinjaException("the format has fewer conversions than there are values");
        return text.ToString();
    }

    private static int? Number(string format, ref int at, int most)
    {
        var from = at;
        while (at < format.Length && char.IsAsciiDigit(format[at])) at++;
        if (at == from) return null;
        return int.TryParse(format.AsSpan(from, at - from), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most
            ? number
            : throw new JinjaException(string.Create(CultureInfo.InvariantCulture, $"a width or precision in a format is above {most}"));
    }

    private static string Converted(char conversion, string flags, int? precision, Value value, Meter meter)
    {
        switch (conversion)
        {
            case 's' or 'r':
                var text = conversion == 's' ? Printer.Text(value, meter) : Printer.Literal(value, meter);
                return precision is { } most && most < CodePoints.Count(text) ? text[..CodePoints.Offset(text, most)] : text;
            case 'd' or 'i' or 'u' or 'x' or 'X' or 'f' or 'F':
                if (precision is not null && conversion is not ('f' or 'F')) throw Unsupported($"%.{precision}{conversion}");
                if (flags.Contains('#', StringComparison.Ordinal)) throw Unsupported($"%#{conversion}");
                return Signed(Digits(conversion, precision, value, meter), flags);
            default: throw Unsupported($"%{conversion}");
        }
    }

    private static string Digits(char conversion, int? precision, Value value, Meter meter)
    {
        if (Numbers.RealOf(value) is not { } real) throw new JinjaException($"the format '%{conversion}' needs a number, not a value of the type '{value.TypeName}'");
        if (conversion is 'f' or 'F') return FloatText.Fixed(real, precision ?? 6, meter);
        if (conversion is 'x' or 'X' && value is FloatValue) throw new JinjaException($"the format '%{conversion}' needs a whole number");
        var whole = Numbers.WholeOf(value) ?? (Math.Abs(real) < long.MaxValue ? (long)real : throw new JinjaException("the number is beyond 64 bits"));
        if (conversion is not ('x' or 'X')) return whole.ToString(CultureInfo.InvariantCulture);
        var digits = Math.Abs((decimal)whole) is var size && conversion == 'x' ? ((ulong)size).ToString("x", CultureInfo.InvariantCulture) : ((ulong)size).ToString("X", CultureInfo.InvariantCulture);
        return whole < 0 ? $"-{digits}" : digits;
    }

    private static string Signed(string digits, string flags) => digits[0] == '-' ? digits
        : flags.Contains('+', StringComparison.Ordinal) ? $"+{digits}"
        : flags.Contains(' ', StringComparison.Ordinal) ? $" {digits}" : digits;

    private static string Padded(string text, string flags, int width, char conversion)
    {
        var missing = width - CodePoints.Count(text);
        if (missing <= 0) return text;
        if (flags.Contains('-', StringComparison.Ordinal)) return new StringBuilder(text).Append(' ', missing).ToString();
        if (!flags.Contains('0', StringComparison.Ordinal) || conversion is 's' or 'r') return new string(' ', missing) + text;
        var sign = text[0] is '-' or '+' or ' ' ? 1 : 0;
        return text[..sign] + new string('0', missing) + text[sign..];
    }

    private static JinjaException Unsupported(string conversion) =>
        new($"the format '{conversion}' is not supported; legal are s, r, d, i, u, f, F, x, X and %, with flags, width and, for s, r and f, precision");
}
