using Gateway.Llama.Jinja.Running;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Expressions;

internal sealed class ConstantExpression(Value value, int line) : Expression(line)
{
    public Value Value => value;

    public override Value Evaluate(Frame frame) => value;

    protected override Value Compute(Frame frame) => value;
}
