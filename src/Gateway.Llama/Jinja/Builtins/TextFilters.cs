using System.Text;
using Gateway.Llama.Jinja.Operations;
using Gateway.Llama.Jinja.Running;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Builtins;

/// <summary>Filters that make texts of texts.</summary>
internal static class TextFilters
{
    public static IEnumerable<Builtin> All =>
    [
        new("upper", "value", static a => new TextValue(a.Printed.ToUpperInvariant())),
        new("lower", "value", static a => new TextValue(a.Printed.ToLowerInvariant())),
        new("capitalize", "value", static a => new TextValue(Letters.Capitalize(a.Printed))),
        new("title", "value", static a => new TextValue(Title(a.Printed))),
        new("trim", "value chars?", static a => new TextValue(a.TextOrNone(1) is { } chars ? Letters.Strip(a.Printed, chars, a.Meter) : Blanks.Strip(a.Printed))),
        new("replace", "value old new count?", Replace),
        new("indent", "value width? first? blank?", Indent),
        new("format", "value *", static a => new TextValue(PercentFormat.Of(a.Printed, a.Others.Positional, a.Meter))),
        new("escape", "value", Escape),
        new("e", "value", Escape),

        // Nothing is escaped unless a template asks for it, so nothing has to be marked as safe. Jinja2 would escape what is added to it
        // with '+'; the templates that do this do not mean it, and llama.cpp does not do it either.
        new("safe", "value", static a => new TextValue(a.Printed)),
        new("string", "value", static a => new TextValue(a.Printed)),
    ];

    private static TextValue Replace(Arguments a)
    {
        var (old, by) = (Printer.Text(a.At(1)!, a.Meter), Printer.Text(a.At(2)!, a.Meter));
        return new TextValue(TextSearch.Replace(a.Printed, old, by, a.WholeOrNone(3) ?? -1, a.Meter));
    }

    private static TextValue Indent(Arguments a)
    {
        if (a.Value is not TextValue { Text: var text }) throw a.Failure($"needs a string, not a value of the type '{a.Value.TypeName}'");
        string by;
        if (a.At(1) is TextValue given)
        {
            by = given.Text;
        }
        else
        {
            var width = Math.Clamp(a.Whole(1, 4), 0, int.MaxValue);
            a.Meter.Make(width);
            by = new string(' ', (int)width);
        }

        var output = new Output(a.Meter);
        var isFirst = true;
        foreach (var line in Blanks.Lines(text + "\n"))
        {
            if (!isFirst) output.Write("\n");
            if (isFirst ? a.Flag(2) : line.Length > 0 || a.Flag(3)) output.Write(by);
            output.Write(line);
            isFirst = false;
        }

        return new TextValue(output.ToString());
    }

    // Not the words of str.title(): here "it's" keeps its small s.
    private static string Title(string text)
    {
        var title = new StringBuilder(text.Length);
        var starts = true;
        foreach (var character in text)
        {
            title.Append(starts ? char.ToUpperInvariant(character) : char.ToLowerInvariant(character));
            starts = Blanks.IsBlank(character) || character is '-' or '(' or '{' or '[' or '<';
        }

        return title.ToString();
    }

    private static TextValue Escape(Arguments a)
    {
        var escaped = new Output(a.Meter);
        foreach (var part in Parts(a.Printed)) escaped.Write(part);
        return new TextValue(escaped.ToString());
    }

    private static IEnumerable<string> Parts(string text)
    {
        for (var from = 0; from < text.Length;)
        {
            var length = text.AsSpan(from).IndexOfAny("&<>'\"");
            if (length < 0) length = text.Length - from;
            yield return text.Substring(from, length);
            from += length;
            if (from == text.Length) break;
            yield return text[from++] switch { '&' => "&amp;", '<' => "&lt;", '>' => "&gt;", '\'' => "&#39;", _ => "&#34;" };
        }
    }
}
