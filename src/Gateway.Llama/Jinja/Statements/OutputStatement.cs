using Gateway.Llama.Jinja.Expressions;
using Gateway.Llama.Jinja.Operations;
using Gateway.Llama.Jinja.Running;

namespace Gateway.Llama.Jinja.Statements;

/// <summary><c>{{ value }}</c>.</summary>
internal sealed class OutputStatement(Expression value, int line) : Statement(line)
{
    protected override Flow Run(Frame frame)
    {
        frame.Output.Write(Printer.Text(value.Evaluate(frame), frame.Meter));
        return Flow.Next;
    }
}
