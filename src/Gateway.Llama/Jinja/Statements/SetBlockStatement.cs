using Gateway.Llama.Jinja.Running;

namespace Gateway.Llama.Jinja.Statements;

/// <summary><c>set target</c> ... <c>endset</c>: what the body writes.</summary>
internal sealed class SetBlockStatement(Target target, FilterChain filters, Body body, int line) : Statement(line)
{
    protected override Flow Run(Frame frame)
    {
        target.Assign(filters.Apply(body.Capture(frame), frame), frame);
        return Flow.Next;
    }
}
