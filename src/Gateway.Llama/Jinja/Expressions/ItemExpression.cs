using Gateway.Llama.Jinja.Operations;
using Gateway.Llama.Jinja.Running;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Expressions;

/// <summary><c>owner[key]</c>.</summary>
internal sealed class ItemExpression(Expression owner, Expression key, int line) : Expression(line)
{
    protected override Value Compute(Frame frame) => Access.Item(owner.Evaluate(frame), key.Evaluate(frame), frame.Meter);
}
