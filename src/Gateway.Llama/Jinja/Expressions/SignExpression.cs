using Gateway.Llama.Jinja.Operations;
using Gateway.Llama.Jinja.Running;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Expressions;

/// <summary><c>-operand</c> or <c>+operand</c>.</summary>
internal sealed class SignExpression(Expression operand, bool negative, int line) : Expression(line)
{
    protected override Value Compute(Frame frame)
    {
        var value = operand.Evaluate(frame);
        return negative ? Arithmetic.Negate(value) : Arithmetic.Apply("+", new IntValue(0), value, frame.Meter);
    }
}
