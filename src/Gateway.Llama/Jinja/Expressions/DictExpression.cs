using Gateway.Llama.Jinja.Running;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Expressions;

/// <summary><c>{'a': 1}</c>.</summary>
internal sealed class DictExpression(IReadOnlyList<(Expression Key, Expression Value)> entries, int line) : Expression(line)
{
    protected override Value Compute(Frame frame)
    {
        frame.Meter.Spend(entries.Count);
        var dict = new DictValue();
        foreach (var (key, value) in entries) dict.Set(key.Evaluate(frame), value.Evaluate(frame));
        return dict;
    }
}
