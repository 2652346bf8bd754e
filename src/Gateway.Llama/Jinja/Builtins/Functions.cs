using Gateway.Llama.Jinja.Operations;
using Gateway.Llama.Jinja.Running;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Builtins;

/// <summary>The functions that chat templates find defined.</summary>
internal static class Functions
{
    /// <summary>Defines them in a frame.</summary>
    public static void Define(Frame frame, TimeProvider clock)
    {
        foreach (var function in All(clock)) frame.Set(function.Name, new FunctionValue(function));
    }

    private static IEnumerable<Builtin> All(TimeProvider clock) =>
    [
        new("range", "start stop? step?", Range),
        new("dict", "from? **", static a => Filled(a)),
        new("namespace", "from? **", static a => new NamespaceValue(Filled(a))),
        new("raise_exception", "message", static a => throw new RaisedByTemplateException(a.Printed)),
        new("strftime_now", "format", a => new TextValue(TimeFormat.Of(a.Text(0), clock.GetLocalNow()))),
    ];

    private static DictValue Filled(Arguments a)
    {
        var dict = new DictValue();
        DictMethods.Fill(dict, a.At(0), a.Others.Named, a.Meter);
        return dict;
    }

    private static ListValue Range(Arguments a)
    {
        var (start, stop) = a.At(1) is null ? (0, a.Whole(0, 0)) : (a.Whole(0, 0), a.Whole(1, 0));
        var step = a.Whole(2, 1);
        if (step == 0) throw a.Failure("cannot go by zero");
        var span = step > 0 ? (Int128)stop - start : (Int128)start - stop;
        var size = Int128.Abs(step);
        var count = span <= 0 ? 0 : (long)Int128.Min((span + size - 1) / size, long.MaxValue);
        a.Meter.Spend(count);
        var numbers = new List<Value>((int)count);
        for (var i = 0L; i < count; i++) numbers.Add(new IntValue(start + i * step));
        return new ListValue(numbers);
    }
}
