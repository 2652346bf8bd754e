using Gateway.Llama.Jinja.Operations;
using Gateway.Llama.Jinja.Running;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Expressions;

/// <summary><c>left + right</c> and the like.</summary>
internal sealed class ArithmeticExpression(string symbol, Expression left, Expression right, int line) : Expression(line)
{
    protected override Value Compute(Frame frame) => Arithmetic.Apply(symbol, left.Evaluate(frame), right.Evaluate(frame), frame.Meter);
}
