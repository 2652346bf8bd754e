using System.Collections.Frozen;
using Gateway.Llama.Jinja.Operations;
using Gateway.Llama.Jinja.Running;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Builtins;

/// <summary>Python's methods of dicts.</summary>
internal static class DictMethods
{
    private static readonly FrozenDictionary<string, Builtin> All = Builtin.Table(
    [
        new("get", "self key default?", static a => Comparison.Find(Of(a), a.At(1)!, a.Meter) ?? a.At(2) ?? NoneValue.Instance),
        new("keys", "self", static a => new ListValue([.. a.Items()])),
        new("values", "self", static a => Values(a)),
        new("items", "self", static a => new ListValue(Pairs(Of(a), a.Meter))),
        new("update", "self other? **", Update),
        new("setdefault", "self key default?", SetDefault),
        new("pop", "self key default?", Pop),
        new("copy", "self", static a => Copy(Of(a), a.Meter)),
        new("clear", "self", Clear),
    ]);

    public static Builtin? Find(string name) => All.GetValueOrDefault(name);

    /// <summary>The keys with their values, as tuples.</summary>
    public static List<Value> Pairs(DictValue dict, Meter meter)
    {
        meter.Spend(2L * dict.Entries.Count);
        return [.. dict.Entries.Select(static entry => new ListValue([entry.Key, entry.Value], isTuple: true))];
    }

    public static DictValue Copy(DictValue dict, Meter meter)
    {
        meter.Spend(dict.Entries.Count);
        var copy = new DictValue();
        foreach (var (key, value) in dict.Entries) copy.Set(key, value);
        return copy;
    }

    /// <summary>Takes what a dict or a list of pairs has into the dict, then the named values.</summary>
    /// <exception cref="JinjaException">It is neither.</exception>
    public static void Fill(DictValue dict, Value? from, (string Name, Value Value)[] named, Meter meter)
    {
        if (from is DictValue other)
        {
            foreach (var (key, value) in Copy(other, meter).Entries) dict.Set(key, value);
        }
        else if (from is not null)
        {
            foreach (var pair in Sequences.Items(from, meter))
            {
                if (Sequences.Items(pair, meter) is not [var key, var value]) throw new JinjaException("a dict is made of a dict or of pairs");
                dict.Set(key, value);
            }
        }

        foreach (var (name, value) in named) dict.Set(new TextValue(name), value);
    }

    private static DictValue Of(Arguments a) => (DictValue)a.Value;

    private static ListValue Values(Arguments a)
    {
        a.Meter.Spend(Of(a).Entries.Count);
        return new ListValue([.. Of(a).Entries.Values]);
    }

    private static NoneValue Update(Arguments a)
    {
        Fill(Of(a), a.At(1), a.Others.Named, a.Meter);
        return NoneValue.Instance;
    }

    private static Value SetDefault(Arguments a)
    {
        if (Comparison.Find(Of(a), a.At(1)!, a.Meter) is { } found) return found;
        var value = a.At(2) ?? NoneValue.Instance;
        Of(a).Set(a.At(1)!, value);
        return value;
    }

    private static Value Pop(Arguments a)
    {
        var value = Comparison.Find(Of(a), a.At(1)!, a.Meter);
        if (value is null) return a.At(2) ?? throw a.Failure("is given a key that the dict does not have");

        // The order of the others is kept by moving them.
        a.Meter.Spend(Of(a).Entries.Count);
        Of(a).Entries.Remove(a.At(1)!);
        return value;
    }

    private static NoneValue Clear(Arguments a)
    {
        Of(a).Entries.Clear();
        return NoneValue.Instance;
    }
}
