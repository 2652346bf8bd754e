using Gateway.Llama.Jinja.Running;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Operations;

/// <summary>Going through values, and taking parts of them.</summary>
internal static class Sequences
{
    /// <summary>What a loop over the value goes through. A list's own items: who changes the list changes them.</summary>
    /// <exception cref="JinjaException">The value cannot be gone through.</exception>
    public static List<Value> Items(Value value, Meter meter)
    {
        var items = value switch
        {
            ListValue list => list.Items,
            DictValue dict => [.. dict.Entries.Keys],
            GeneratorValue generator => generator.Take(),
            UndefinedValue => [],
            TextValue text => Characters(text.Text, meter),
            _ => throw new JinjaException($"a value of the type '{value.TypeName}' cannot be looped over"),
        };
        meter.Spend(items.Count);
        return items;
    }

    public static bool IsIterable(Value value) => value is ListValue or DictValue or GeneratorValue or UndefinedValue or TextValue;

    /// <exception cref="JinjaException">The value has no length.</exception>
    public static long Length(Value value, Meter meter)
    {
        switch (value)
        {
            case TextValue text:
                meter.Read(text.Text);
                return CodePoints.Count(text.Text);
            case ListValue list: return list.Items.Count;
            case DictValue dict: return dict.Entries.Count;
            case GeneratorValue generator: return generator.Count;
            case UndefinedValue: return 0;
            default: throw new JinjaException($"a value of the type '{value.TypeName}' has no length");
        }
    }

    /// <summary>The item of an index, which counts from the end where it is negative; null where there is none.</summary>
    public static Value? At(Value value, long index, Meter meter)
    {
        var length = Length(value, meter);
        if (index < 0) index += length;
        if (index < 0 || index >= length) return null;
        if (value is ListValue list) return list.Items[(int)index];
        var text = ((TextValue)value).Text;
        var from = CodePoints.Offset(text, (int)index);
        return new TextValue(text[from..(from + (char.IsHighSurrogate(text[from]) && from + 1 < text.Length ? 2 : 1))]);
    }

    /// <summary>Python's <c>value[start:stop:step]</c>.</summary>
    /// <exception cref="JinjaException">The step is zero.</exception>
    public static Value Slice(Value value, long? start, long? stop, long? step, Meter meter)
    {
        if (value is not (ListValue or TextValue)) return new UndefinedValue("slice", value);
        if (step == 0) throw new JinjaException("the step of a slice cannot be zero");
        var length = Length(value, meter);
        var by = Math.Clamp(step ?? 1, -length - 1, length + 1);
        var first = Bound(start, by > 0 ? 0 : length - 1);
        var end = Bound(stop, by > 0 ? length : -1);
        if (value is TextValue { Text: var text } && by == 1)
        {
            if (first >= end) return TextValue.Empty;
            var from = CodePoints.Offset(text, (int)first);
            meter.Make(end - first);
            return new TextValue(text[from..(from + CodePoints.Offset(text[from..], (int)(end - first)))]);
        }

        var items = value is ListValue list ? list.Items : Items(value, meter);
        var taken = new List<Value>();
        for (var at = first; by > 0 ? at < end : at > end; at += by) taken.Add(items[(int)at]);
        meter.Spend(taken.Count);
        return value is ListValue { IsTuple: var isTuple } ? new ListValue(taken, isTuple) : new TextValue(string.Concat(taken.Cast<TextValue>().Select(static part => part.Text)));

        long Bound(long? given, long otherwise)
        {
            if (given is not { } index) return otherwise;
            if (index < 0) index = index < -length ? -1 : index + length;
            return by > 0 ? Math.Clamp(index, 0, length) : Math.Clamp(index, -1, length - 1);
        }
    }

    private static List<Value> Characters(string text, Meter meter)
    {
        meter.Spend(text.Length);
        return CodePoints.Split(text);
    }
}
