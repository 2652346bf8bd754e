using System.Collections.Frozen;
using System.Text;
using Gateway.Llama.Jinja.Operations;
using Gateway.Llama.Jinja.Running;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Builtins;

/// <summary>Python's methods of strings.</summary>
internal static class TextMethods
{
    private static readonly FrozenDictionary<string, Builtin> All = Builtin.Table(
    [
        new("upper", "self", static a => new TextValue(a.Text(0).ToUpperInvariant())),
        new("lower", "self", static a => new TextValue(a.Text(0).ToLowerInvariant())),
        new("title", "self", static a => new TextValue(Letters.Title(a.Text(0)))),
        new("capitalize", "self", static a => new TextValue(Letters.Capitalize(a.Text(0)))),
        new("strip", "self chars?", static a => Strip(a, start: true, end: true)),
        new("lstrip", "self chars?", static a => Strip(a, start: true, end: false)),
        new("rstrip", "self chars?", static a => Strip(a, start: false, end: true)),
        new("removeprefix", "self prefix", static a => new TextValue(a.Text(0).StartsWith(a.Text(1), StringComparison.Ordinal) ? a.Text(0)[a.Text(1).Length..] : a.Text(0))),
        new("removesuffix", "self suffix", static a => new TextValue(a.Text(0).EndsWith(a.Text(1), StringComparison.Ordinal) ? a.Text(0)[..^a.Text(1).Length] : a.Text(0))),
        new("replace", "self old new count?", static a => new TextValue(TextSearch.Replace(a.Text(0), a.Text(1), a.Text(2), a.Whole(3, -1), a.Meter))),
        new("split", "self sep? maxsplit?", static a => Split(a, fromEnd: false)),
        new("rsplit", "self sep? maxsplit?", static a => Split(a, fromEnd: true)),
        new("splitlines", "self keepends?", static a => Texts(Blanks.Lines(a.Text(0), a.Flag(1)), a.Meter)),
        new("partition", "self sep", static a => Partition(a, fromEnd: false)),
        new("rpartition", "self sep", static a => Partition(a, fromEnd: true)),
        new("join", "self iterable", Join),
        new("startswith", "self prefix start? end?", static a => Fits(a, static (text, part) => text.StartsWith(part, StringComparison.Ordinal))),
        new("endswith", "self suffix start? end?", static a => Fits(a, static (text, part) => text.EndsWith(part, StringComparison.Ordinal))),
        new("find", "self sub start? end?", static a => new IntValue(Find(a, fromEnd: false))),
        new("rfind", "self sub start? end?", static a => new IntValue(Find(a, fromEnd: true))),
        new("index", "self sub start? end?", static a => Find(a, fromEnd: false) is >= 0 and var index ? new IntValue(index) : throw a.Failure("does not find the text")),
        new("rindex", "self sub start? end?", static a => Find(a, fromEnd: true) is >= 0 and var index ? new IntValue(index) : throw a.Failure("does not find the text")),
        new("count", "self sub start? end?", static a => new IntValue(TextSearch.Count(Window(a).Text, a.Text(1), a.Meter))),
        new("isdigit", "self", static a => BoolValue.Of(Letters.AreAll(a.Text(0), Rune.IsDigit, a.Meter))),
        new("isdecimal", "self", static a => BoolValue.Of(Letters.AreAll(a.Text(0), Rune.IsDigit, a.Meter))),
        new("isnumeric", "self", static a => BoolValue.Of(Letters.AreAll(a.Text(0), Rune.IsNumber, a.Meter))),
        new("isalpha", "self", static a => BoolValue.Of(Letters.AreAll(a.Text(0), Rune.IsLetter, a.Meter))),
        new("isalnum", "self", static a => BoolValue.Of(Letters.AreAll(a.Text(0), static character => Rune.IsLetter(character) || Rune.IsNumber(character), a.Meter))),
        new("isspace", "self", static a => BoolValue.Of(Letters.AreAll(a.Text(0), static character => character.IsBmp && Blanks.IsBlank((char)character.Value), a.Meter))),
        new("isupper", "self", static a => BoolValue.Of(Letters.IsAll(a.Text(0), upper: true))),
        new("islower", "self", static a => BoolValue.Of(Letters.IsAll(a.Text(0), upper: false))),
    ]);

    public static Builtin? Find(string name) => All.GetValueOrDefault(name);

    private static TextValue Strip(Arguments a, bool start, bool end) =>
        new(a.TextOrNone(1) is { } chars ? Letters.Strip(a.Text(0), chars, a.Meter, start, end) : Blanks.Strip(a.Text(0), start, end));

    private static ListValue Split(Arguments a, bool fromEnd)
    {
        var text = a.Text(0);
        var most = a.Whole(2, -1);
        if (most < 0) most = long.MaxValue;
        a.Meter.Make(text.Length);
        if (a.TextOrNone(1) is not { } separator) return Texts(fromEnd ? Blanks.SplitFromEnd(text, most) : Blanks.Split(text, most), a.Meter);
        if (separator.Length == 0) throw a.Failure("cannot split at the empty string");
        return Texts(fromEnd ? TextSearch.SplitFromEnd(text, separator, most, a.Meter) : TextSearch.Split(text, separator, most, a.Meter), a.Meter);
    }

    private static ListValue Partition(Arguments a, bool fromEnd)
    {
        var (text, separator) = (a.Text(0), a.Text(1));
        if (separator.Length == 0) throw a.Failure("cannot split at the empty string");
        var parts = fromEnd ? TextSearch.SplitFromEnd(text, separator, 1, a.Meter) : TextSearch.Split(text, separator, 1, a.Meter);
        string[] three = parts.Count == 2 ? [parts[0], separator, parts[1]] : fromEnd ? ["", "", text] : [text, "", ""];
        return new ListValue([.. three.Select(static part => new TextValue(part))], isTuple: true);
    }

    private static ListValue Texts(List<string> texts, Meter meter)
    {
        meter.Spend(texts.Count);
        return new ListValue(texts.ConvertAll(static Value (text) => new TextValue(text)));
    }

    private static TextValue Join(Arguments a)
    {
        var output = new Output(a.Meter);
        var isFirst = true;
        foreach (var item in Sequences.Items(a.At(1)!, a.Meter))
        {
            if (item is not TextValue text) throw a.Failure($"joins strings, not values of the type '{item.TypeName}'");
            if (!isFirst) output.Write(a.Text(0));
            isFirst = false;
            output.Write(text.Text);
        }

        return new TextValue(output.ToString());
    }

    private static BoolValue Fits(Arguments a, Func<string, string, bool> fits)
    {
        var text = Window(a).Text;
        if (a.At(1) is not ListValue { IsTuple: true } many) return BoolValue.Of(fits(text, a.Text(1)));
        a.Meter.Spend(many.Items.Count);
        return BoolValue.Of(many.Items.Exists(part => fits(text, part is TextValue one ? one.Text : throw a.Failure("needs strings"))));
    }

    // The index counts characters of the whole text.
    private static long Find(Arguments a, bool fromEnd)
    {
        var (text, start) = Window(a);
        TextSearch.Spend(text, a.Text(1), a.Meter);
        var at = fromEnd ? text.LastIndexOf(a.Text(1), StringComparison.Ordinal) : text.IndexOf(a.Text(1), StringComparison.Ordinal);
        return at < 0 ? -1 : start + CodePoints.Count(text.AsSpan(0, at));
    }

    // The part of the text that start and end leave, and how many characters are before it.
    private static (string Text, long Start) Window(Arguments a)
    {
        if (a.At(2) is null && a.At(3) is null) return (a.Text(0), 0);
        var start = a.WholeOrNone(2);
        var part = (TextValue)Sequences.Slice(a.Value, start, a.WholeOrNone(3), null, a.Meter);
        var length = Sequences.Length(a.Value, a.Meter);
        return (part.Text, start is not { } from ? 0 : from < 0 ? Math.Max(0, from + length) : Math.Min(from, length));
    }
}
