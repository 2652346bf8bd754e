using System.Globalization;
using System.Text;

namespace Gateway.Llama.Jinja.Operations;

/// <summary>Python's <c>strftime</c>, in English.</summary>
internal static class TimeFormat
{
    private const string Known = "%Y, %y, %m, %d, %e, %H, %I, %M, %S, %f, %p, %A, %a, %B, %b, %h, %j, %w, %u, %F, %T, %D, %R, %n, %t, %%, and these with - against zeros in front";

    /// <exception cref="JinjaException">The format has a directive that is not supported.</exception>
    public static string Of(string format, DateTimeOffset time)
    {
        var text = new StringBuilder();
        for (var at = 0; at < format.Length; at++)
        {
            if (format[at] != '%')
            {
                text.Append(format[at]);
                continue;
            }

            var bare = at + 1 < format.Length && format[at + 1] == '-';
            at += bare ? 2 : 1;
            if (at >= format.Length || Directive(format[at], time) is not { } part) throw new JinjaException($"'strftime_now' supports {Known}");
            text.Append(bare && part.Length > 1 && char.IsAsciiDigit(part[^1]) ? part.TrimStart('0', ' ').PadLeft(1, '0') : part);
        }

        return text.ToString();
    }

    private static string? Directive(char letter, DateTimeOffset time) => letter switch
    {
        'Y' => Digits(time.Year, 4),
        'y' => Digits(time.Year % 100, 2),
        'm' => Digits(time.Month, 2),
        'd' => Digits(time.Day, 2),
        'e' => Digits(time.Day, 1).PadLeft(2),
        'H' => Digits(time.Hour, 2),
        'I' => Digits((time.Hour + 11) % 12 + 1, 2),
        'M' => Digits(time.Minute, 2),
        'S' => Digits(time.Second, 2),
        'f' => Digits((int)(time.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond), 6),
        'p' => time.Hour < 12 ? "AM" : "PM",
        'A' => time.ToString("dddd", CultureInfo.InvariantCulture),
        'a' => time.ToString("ddd", CultureInfo.InvariantCulture),
        'B' => time.ToString("MMMM", CultureInfo.InvariantCulture),
        'b' or 'h' => time.ToString("MMM", CultureInfo.InvariantCulture),
        'j' => Digits(time.DayOfYear, 3),
        'w' => Digits((int)time.DayOfWeek, 1),
        'u' => Digits(((int)time.DayOfWeek + 6) % 7 + 1, 1),
        'F' => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        'T' => time.ToString("HH:mm:ss", CultureInfo.InvariantCulture),
        'D' => time.ToString("MM/dd/yy", CultureInfo.InvariantCulture),
        'R' => time.ToString("HH:mm", CultureInfo.InvariantCulture),
        'n' => "\n",
        't' => "\t",
        '%' => "%",
        _ => null,
    };

    private static string Digits(int number, int least) => number.ToString($"D{least}", CultureInfo.InvariantCulture);
}
