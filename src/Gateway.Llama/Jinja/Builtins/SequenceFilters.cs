using Gateway.Llama.Jinja.Operations;
using Gateway.Llama.Jinja.Running;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Builtins;

/// <summary>Filters for lists, dicts and what else can be gone through.</summary>
internal static class SequenceFilters
{
    public static IEnumerable<Builtin> All =>
    [
        new("length", "value", static a => new IntValue(Sequences.Length(a.Value, a.Meter))),
        new("count", "value", static a => new IntValue(Sequences.Length(a.Value, a.Meter))),
        new("list", "value", static a => new ListValue([.. a.Items()])),
        new("first", "value", static a => End(a, 0) ?? new UndefinedValue("first", a.Value)),
        new("last", "value", static a => End(a, -1) ?? new UndefinedValue("last", a.Value)),
        new("join", "value d? attribute?", Join),
        new("reverse", "value", static a => a.Value is TextValue text ? new TextValue(CodePoints.Reverse(text.Text)) : new GeneratorValue([.. a.Items().AsEnumerable().Reverse()])),
        new("sort", "value reverse? case_sensitive? attribute?", Sort),
        new("unique", "value case_sensitive? attribute?", Unique),
        new("min", "value case_sensitive? attribute?", static a => Extreme(a, -1)),
        new("max", "value case_sensitive? attribute?", static a => Extreme(a, 1)),
        new("sum", "value attribute? start?", Sum),
        new("items", "value", static a => a.Value is UndefinedValue ? new GeneratorValue([]) : new GeneratorValue(DictMethods.Pairs(DictOf(a), a.Meter))),
        new("dictsort", "value case_sensitive? by? reverse?", DictSort),
        new("batch", "value linecount fill_with?", Batch),
        new("slice", "value slices fill_with?", Slice),
    ];

    private static Value? End(Arguments a, int index)
    {
        if (a.Value is ListValue or TextValue) return Sequences.At(a.Value, index, a.Meter);
        return index == 0 ? a.Items().FirstOrDefault() : a.Items().LastOrDefault();
    }

    private static TextValue Join(Arguments a)
    {
        var between = a.At(1) is { } given ? Printer.Text(given, a.Meter) : "";
        var output = new Output(a.Meter);
        var isFirst = true;
        foreach (var item in a.Items())
        {
            if (!isFirst) output.Write(between);
            isFirst = false;
            output.Write(Printer.Text(a.At(2) is { } path and not NoneValue ? Access.Path(item, path, a.Meter) : item, a.Meter));
        }

        return new TextValue(output.ToString());
    }

    private static ListValue Sort(Arguments a)
    {
        var paths = a.At(3) is TextValue many ? [.. many.Text.Split(',').Select(static path => new TextValue(path))] : a.At(3) is { } one and not NoneValue ? new Value[] { one } : [];
        return new ListValue(Sorting.By(a.Items(), item => paths.Length == 0 ? Folded(item, a, 2) : new ListValue([.. paths.Select(path => Folded(Access.Path(item, path, a.Meter), a, 2))]), a.Flag(1), a.Meter));
    }

    private static GeneratorValue Unique(Arguments a)
    {
        var seen = new DictValue();
        var items = new List<Value>();
        foreach (var item in a.Items())
        {
            var key = Key(item, a);
            if (Comparison.Find(seen, key, a.Meter) is not null) continue;
            seen.Set(key, item);
            items.Add(item);
        }

        return new GeneratorValue(items);
    }

    private static Value Extreme(Arguments a, int sign)
    {
        Value? found = null;
        Value? foundKey = null;
        foreach (var item in a.Items())
        {
            var key = Key(item, a);
            if (foundKey is not null && Comparison.Order(key, foundKey, a.Meter) * sign <= 0) continue;
            (found, foundKey) = (item, key);
        }

        return found ?? new UndefinedValue("item", a.Value);
    }

    private static Value Sum(Arguments a)
    {
        var sum = a.At(2) ?? new IntValue(0);
        if (sum is TextValue) throw a.Failure("adds numbers and lists; texts are joined with 'join'");
        foreach (var item in a.Items()) sum = Arithmetic.Apply("+", sum, a.At(1) is { } path and not NoneValue ? Access.Path(item, path, a.Meter) : item, a.Meter);
        return sum;
    }

    private static ListValue DictSort(Arguments a)
    {
        var by = a.Text(2, "key");
        if (by is not ("key" or "value")) throw a.Failure("sorts by 'key' or 'value'");
        return new ListValue(Sorting.By(DictMethods.Pairs(DictOf(a), a.Meter), pair => Folded(((ListValue)pair).Items[by == "key" ? 0 : 1], a, 1), a.Flag(3), a.Meter));
    }

    private static GeneratorValue Batch(Arguments a)
    {
        var size = a.Whole(1, 0);
        if (size < 1) throw a.Failure("needs a size of at least 1");
        var parts = a.Items().Chunk((int)Math.Min(size, int.MaxValue)).Select(static part => part.ToList()).ToList();
        if (a.At(2) is { } filler and not NoneValue && parts.Count > 0)
        {
            a.Meter.Spend(size);
            while (parts[^1].Count < size) parts[^1].Add(filler);
        }

        return new GeneratorValue([.. parts.Select(static part => new ListValue(part))]);
    }

    private static GeneratorValue Slice(Arguments a)
    {
        var slices = a.Whole(1, 0);
        if (slices < 1) throw a.Failure("needs a number of at least 1");
        a.Meter.Spend(slices);
        var items = a.Items();
        var (size, larger) = Math.DivRem(items.Count, (int)slices);
        var parts = new List<Value>();
        for (var (at, i) = (0, 0); i < slices; i++)
        {
            var count = size + (i < larger ? 1 : 0);
            var part = items.GetRange(at, count);
            if (i >= larger && a.At(2) is { } filler and not NoneValue) part.Add(filler);
            parts.Add(new ListValue(part));
            at += count;
        }

        return new GeneratorValue(parts);
    }

    // The parameters are at the same places in unique, min and max.
    private static Value Key(Value item, Arguments a) => Folded(a.At(2) is { } path and not NoneValue ? Access.Path(item, path, a.Meter) : item, a, 1);

    private static Value Folded(Value value, Arguments a, int caseSensitive)
    {
        if (value is not TextValue text || a.Flag(caseSensitive)) return value;
        a.Meter.Make(text.Text.Length);
        return new TextValue(text.Text.ToLowerInvariant());
    }

    private static DictValue DictOf(Arguments a) => a.Value as DictValue ?? throw a.Failure($"needs a dict, not a value of the type '{a.Value.TypeName}'");
}
