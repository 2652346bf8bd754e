using Gateway.Llama.Jinja.Running;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Expressions;

/// <summary><c>[a, b]</c> or <c>(a, b)</c>.</summary>
internal sealed class ListExpression(IReadOnlyList<Expression> items, bool isTuple, int line) : Expression(line)
{
    protected override Value Compute(Frame frame)
    {
        frame.Meter.Spend(items.Count);
        return new ListValue([.. items.Select(item => item.Evaluate(frame))], isTuple);
    }
}
