using System.Collections.Frozen;
using Gateway.Llama.Jinja.Operations;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Builtins;

/// <summary>The methods of <c>loop</c>.</summary>
internal static class LoopMethods
{
    private static readonly FrozenDictionary<string, Builtin> All = Builtin.Table(
    [
        new("cycle", "self *", static a => a.Others.Positional is { Length: > 0 } values ? values[((LoopValue)a.Value).Index % values.Length] : throw a.Failure("needs values")),
        new("changed", "self *", Changed),
    ]);

    public static Builtin? Find(string name) => All.GetValueOrDefault(name);

    private static BoolValue Changed(Arguments a)
    {
        var value = new ListValue([.. a.Others.Positional], isTuple: true);
        var before = ((LoopValue)a.Value).Remember(value);
        return BoolValue.Of(before is null || !Comparison.AreEqual(before, value, a.Meter));
    }
}
