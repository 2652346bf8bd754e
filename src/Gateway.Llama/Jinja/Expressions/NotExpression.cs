using Gateway.Llama.Jinja.Running;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Expressions;

internal sealed class NotExpression(Expression operand, int line) : Expression(line)
{
    protected override Value Compute(Frame frame) => BoolValue.Of(!operand.Evaluate(frame).IsTrue);
}
