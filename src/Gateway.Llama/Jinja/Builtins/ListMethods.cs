using System.Collections.Frozen;
using Gateway.Llama.Jinja.Operations;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Builtins;

/// <summary>Python's methods of lists and tuples.</summary>
internal static class ListMethods
{
    private static readonly FrozenDictionary<string, Builtin> OfTuples = Builtin.Table(
    [
        new("index", "self value", static a => Of(a).FindIndex(item => Comparison.AreEqual(item, a.At(1)!, a.Meter)) is >= 0 and var index ? new IntValue(index) : throw a.Failure("does not find the value")),
        new("count", "self value", static a => new IntValue(Of(a).FindAll(item => Comparison.AreEqual(item, a.At(1)!, a.Meter)).Count)),
    ]);

    private static readonly FrozenDictionary<string, Builtin> OfLists = Builtin.Table(
    [
        .. OfTuples.Values,
        new("append", "self value", static a => Change(a, 1, static a => Of(a).Add(a.At(1)!))),
        new("extend", "self iterable", static a => Change(a, 1, static a => Of(a).AddRange([.. Sequences.Items(a.At(1)!, a.Meter)]))),
        new("insert", "self index value", static a => Change(a, Of(a).Count, static a => Of(a).Insert(Place(a), a.At(2)!))),
        new("pop", "self index?", Pop),
        new("reverse", "self", static a => Change(a, Of(a).Count, static a => Of(a).Reverse())),
        new("clear", "self", static a => Change(a, 1, static a => Of(a).Clear())),
        new("copy", "self", static a => new ListValue([.. a.Items()])),
    ]);

    public static Builtin? Find(string name, bool isTuple) => (isTuple ? OfTuples : OfLists).GetValueOrDefault(name);

    private static List<Value> Of(Arguments a) => ((ListValue)a.Value).Items;

    private static NoneValue Change(Arguments a, long work, Action<Arguments> change)
    {
        a.Meter.Spend(work);
        change(a);
        return NoneValue.Instance;
    }

    // An index behind the ends is the end.
    private static int Place(Arguments a)
    {
        var count = Of(a).Count;
        var index = a.Whole(1, 0);
        return (int)Math.Clamp(index < 0 ? index + count : index, 0, count);
    }

    private static Value Pop(Arguments a)
    {
        var items = Of(a);
        var index = a.Whole(1, -1);
        if (index < 0) index += items.Count;
        if (index < 0 || index >= items.Count) throw a.Failure("is given an index that the list does not have");
        a.Meter.Spend(items.Count - index);
        var item = items[(int)index];
        items.RemoveAt((int)index);
        return item;
    }
}
