using Gateway.Llama.Jinja.Builtins;
using Gateway.Llama.Jinja.Running;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Operations;

/// <summary>Python's <c>value.name</c> and <c>value[key]</c>, each of which tries the other too.</summary>
internal static class Access
{
    /// <summary><c>value.name</c>: a method goes before a key of the same name.</summary>
    /// <exception cref="JinjaException">The value is undefined.</exception>
    public static Value Attribute(Value value, TextValue name)
    {
        if (value is UndefinedValue undefined) throw new JinjaException($"{undefined.Reason}, so it has no '{name.Text}'");
        return Named(value, name.Text) ?? (value as DictValue)?.Find(name) ?? new UndefinedValue(name.Text, value);
    }

    /// <summary><c>value[key]</c>: a key goes before a method of the same name.</summary>
    /// <exception cref="JinjaException">The value is undefined.</exception>
    public static Value Item(Value value, Value key, Meter meter)
    {
        var name = (key as TextValue)?.Text;
        if (value is UndefinedValue undefined) throw new JinjaException($"{undefined.Reason}, so nothing can be taken from it");
        var item = value switch
        {
            DictValue dict when KeyComparer.CanBeKey(key) => Comparison.Find(dict, key, meter),
            ListValue or TextValue when Numbers.WholeOf(key) is { } index => Sequences.At(value, index, meter),
            _ => null,
        };
        return item ?? (name is null ? null : Named(value, name)) ?? new UndefinedValue(Printer.Text(key, meter), value);
    }

    /// <summary>What filters call an attribute: names and indexes with points between them.</summary>
    /// <param name="value">Where it begins.</param>
    /// <param name="path">The names.</param>
    /// <param name="meter">What the rendering may still use.</param>
    /// <param name="otherwise">What stands for each step that is undefined.</param>
    /// <exception cref="JinjaException">Something on the way is undefined.</exception>
    public static Value Path(Value value, Value path, Meter meter, Value? otherwise = null)
    {
        if (path is not TextValue text) return Or(Item(value, path, meter), otherwise);
        meter.Read(text.Text);
        foreach (var part in text.Text.Split('.'))
        {
            value = Or(Item(value, part.Length > 0 && part.All(char.IsAsciiDigit) && int.TryParse(part, out var index) ? new IntValue(index) : new TextValue(part), meter), otherwise);
        }

        return value;
    }

    private static Value Or(Value value, Value? otherwise) => value is UndefinedValue ? otherwise ?? value : value;

    private static Value? Named(Value value, string name) => value switch
    {
        TextValue => Bound(value, TextMethods.Find(name)),
        ListValue list => Bound(value, ListMethods.Find(name, list.IsTuple)),
        DictValue => Bound(value, DictMethods.Find(name)),
        NamespaceValue space => space.Attributes.Find(new TextValue(name)),
        LoopValue loop => loop.Find(name),
        _ => null,
    };

    private static BoundMethod? Bound(Value receiver, Builtin? method) => method is null ? null : new BoundMethod(receiver, method);
}
