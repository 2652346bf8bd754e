using Gateway.Llama.Jinja.Running;

namespace Gateway.Llama.Jinja.Statements;

/// <summary><c>break</c> or <c>continue</c>.</summary>
internal sealed class LoopControlStatement(Flow flow, int line) : Statement(line)
{
    protected override Flow Run(Frame frame) => flow;
}
