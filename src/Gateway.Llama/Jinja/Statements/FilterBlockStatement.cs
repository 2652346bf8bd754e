using Gateway.Llama.Jinja.Operations;
using Gateway.Llama.Jinja.Running;

namespace Gateway.Llama.Jinja.Statements;

/// <summary><c>filter name</c> ... <c>endfilter</c>.</summary>
internal sealed class FilterBlockStatement(FilterChain filters, Body body, int line) : Statement(line)
{
    protected override Flow Run(Frame frame)
    {
        frame.Output.Write(Printer.Text(filters.Apply(body.Capture(frame), frame), frame.Meter));
        return Flow.Next;
    }
}
