using Gateway.Llama.Jinja.Expressions;
using Gateway.Llama.Jinja.Running;

namespace Gateway.Llama.Jinja.Statements;

/// <summary><c>if</c> with its <c>elif</c>s and <c>else</c>.</summary>
internal sealed class IfStatement(IReadOnlyList<(Expression Condition, Body Body)> branches, Body? otherwise, int line) : Statement(line)
{
    protected override Flow Run(Frame frame)
    {
        foreach (var (condition, body) in branches)
        {
            if (condition.Evaluate(frame).IsTrue) return body.Run(frame);
        }

        return otherwise?.Run(frame) ?? Flow.Next;
    }
}
