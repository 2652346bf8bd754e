using Gateway.Llama.Jinja.Running;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Expressions;

/// <summary><c>value if condition else other</c>.</summary>
internal sealed class ConditionalExpression(Expression value, Expression condition, Expression? other, int line) : Expression(line)
{
    private readonly UndefinedValue _undefined = new("else");

    protected override Value Compute(Frame frame) => condition.Evaluate(frame).IsTrue ? value.Evaluate(frame) : other?.Evaluate(frame) ?? _undefined;
}
