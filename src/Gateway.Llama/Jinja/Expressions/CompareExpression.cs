using Gateway.Llama.Jinja.Operations;
using Gateway.Llama.Jinja.Running;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Expressions;

/// <summary><c>a &lt; b &lt;= c</c>: each neighbour is compared, until one comparison fails.</summary>
internal sealed class CompareExpression(Expression first, IReadOnlyList<(string Symbol, Expression Operand)> others, int line) : Expression(line)
{
    protected override Value Compute(Frame frame)
    {
        var left = first.Evaluate(frame);
        foreach (var (symbol, operand) in others)
        {
            var right = operand.Evaluate(frame);
            if (!Comparison.Holds(symbol, left, right, frame.Meter)) return BoolValue.False;
            left = right;
        }

        return BoolValue.True;
    }
}
