using Gateway.Llama.Jinja.Expressions;
using Gateway.Llama.Jinja.Running;

namespace Gateway.Llama.Jinja.Statements;

/// <summary><c>set target = value</c>.</summary>
internal sealed class SetStatement(Target target, Expression value, int line) : Statement(line)
{
    protected override Flow Run(Frame frame)
    {
        target.Assign(value.Evaluate(frame), frame);
        return Flow.Next;
    }
}
