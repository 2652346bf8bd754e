using System.Collections.Frozen;
using Gateway.Llama.Jinja.Operations;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Builtins;

/// <summary>What can stand behind <c>is</c>.</summary>
internal static class Tests
{
    private static readonly FrozenDictionary<string, Builtin> All = Builtin.Table(
    [
        Test("defined", static value => value is not UndefinedValue),
        Test("undefined", static value => value is UndefinedValue),
        Test("none", static value => value is NoneValue),
        Test("boolean", static value => value is BoolValue),
        Test("true", static value => value is BoolValue { IsTrue: true }),
        Test("false", static value => value is BoolValue { IsTrue: false }),
        Test("integer", static value => value is IntValue),
        Test("float", static value => value is FloatValue),
        Test("number", static value => value is IntValue or FloatValue or BoolValue),
        Test("string", static value => value is TextValue),
        Test("mapping", static value => value is DictValue),
        Test("iterable", Sequences.IsIterable),

        // Jinja2's undefined has a length too.
        Test("sequence", static value => value is ListValue or TextValue or DictValue or UndefinedValue),
        Test("callable", static value => value is CallableValue or UndefinedValue),
        new("lower", "value", static a => BoolValue.Of(Letters.IsAll(a.Printed, upper: false))),
        new("upper", "value", static a => BoolValue.Of(Letters.IsAll(a.Printed, upper: true))),
        new("odd", "value", static a => BoolValue.Of(Remainder(a.Value, new IntValue(2), a) is 1 or -1)),
        new("even", "value", static a => BoolValue.Of(Remainder(a.Value, new IntValue(2), a) == 0)),
        new("divisibleby", "value num", static a => BoolValue.Of(Remainder(a.Value, a.At(1)!, a) == 0)),
        new("filter", "value", static a => BoolValue.Of(Filters.Find(a.Text(0)) is not null)),
        new("test", "value", static a => BoolValue.Of(Find(a.Text(0)) is not null)),
        new("sameas", "value other", static a => BoolValue.Of(AreSame(a.Value, a.At(1)!, a))),
        new("in", "value seq", static a => BoolValue.Of(Comparison.Contains(a.At(1)!, a.Value, a.Meter))),
        Compare("eq", "=="), Compare("equalto", "=="), Compare("==", "=="),
        Compare("ne", "!="), Compare("!=", "!="),
        Compare("lt", "<"), Compare("lessthan", "<"), Compare("<", "<"),
        Compare("le", "<="), Compare("<=", "<="),
        Compare("gt", ">"), Compare("greaterthan", ">"), Compare(">", ">"),
        Compare("ge", ">="), Compare(">=", ">="),

        // Jinja2 has neither; llama.cpp's interpreter does.
        new("startswith", "value prefix", static a => BoolValue.Of(a.Text(0).StartsWith(a.Text(1), StringComparison.Ordinal))),
        new("endswith", "value suffix", static a => BoolValue.Of(a.Text(0).EndsWith(a.Text(1), StringComparison.Ordinal))),
    ]);

    public static Builtin? Find(string name) => All.GetValueOrDefault(name);

    private static Builtin Test(string name, Func<Value, bool> holds) => new(name, "value", a => BoolValue.Of(holds(a.Value)));

    private static Builtin Compare(string name, string symbol) => new(name, "value other", a => BoolValue.Of(Comparison.Holds(symbol, a.Value, a.At(1)!, a.Meter)));

    private static double? Remainder(Value value, Value divisor, Arguments a) => Numbers.RealOf(Arithmetic.Apply("%", value, divisor, a.Meter));

    // Python keeps one object of each boolean and of none, and of the texts and numbers that matter here.
    private static bool AreSame(Value left, Value right, Arguments a) => ReferenceEquals(left, right)
        || (left.GetType() == right.GetType() && left is TextValue or IntValue && Comparison.AreEqual(left, right, a.Meter));
}
