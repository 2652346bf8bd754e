using Gateway.Llama.Jinja.Builtins;
using Gateway.Llama.Jinja.Running;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Expressions;

/// <summary><c>value is test(arguments)</c>, or <c>is not</c>.</summary>
internal sealed class TestExpression(Expression value, Builtin test, ArgumentList arguments, bool negated, int line) : Expression(line)
{
    protected override Value Compute(Frame frame) => BoolValue.Of(test.Invoke(arguments.Evaluate(value.Evaluate(frame), frame), frame.Meter).IsTrue != negated);
}
