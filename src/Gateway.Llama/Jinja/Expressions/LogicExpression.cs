using Gateway.Llama.Jinja.Running;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Expressions;

/// <summary><c>left and right</c>, <c>left or right</c>: the operand that decides, not a boolean.</summary>
internal sealed class LogicExpression(Expression left, Expression right, bool isAnd, int line) : Expression(line)
{
    protected override Value Compute(Frame frame)
    {
        var value = left.Evaluate(frame);
        return value.IsTrue == isAnd ? right.Evaluate(frame) : value;
    }
}
