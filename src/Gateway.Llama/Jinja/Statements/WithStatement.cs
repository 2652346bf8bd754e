using Gateway.Llama.Jinja.Expressions;
using Gateway.Llama.Jinja.Running;

namespace Gateway.Llama.Jinja.Statements;

/// <summary>A body with names of its own: <c>with</c>, and <c>generation</c>, which marks what a model is trained on and has none.</summary>
internal sealed class WithStatement(IReadOnlyList<(Target Target, Expression Value)> names, Body body, int line) : Statement(line)
{
    protected override Flow Run(Frame frame)
    {
        var inner = frame.Inner();
        foreach (var (target, value) in names) target.Assign(value.Evaluate(frame), inner);
        return body.Run(inner);
    }
}
