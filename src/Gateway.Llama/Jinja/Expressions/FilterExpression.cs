using Gateway.Llama.Jinja.Builtins;
using Gateway.Llama.Jinja.Running;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Expressions;

/// <summary><c>value|filter(arguments)</c>.</summary>
internal sealed class FilterExpression(Expression value, Builtin filter, ArgumentList arguments, int line) : Expression(line)
{
    protected override Value Compute(Frame frame) => filter.Invoke(arguments.Evaluate(value.Evaluate(frame), frame), frame.Meter);
}
