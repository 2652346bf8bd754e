using Gateway.Llama.Jinja.Expressions;
using Gateway.Llama.Jinja.Operations;
using Gateway.Llama.Jinja.Running;

namespace Gateway.Llama.Jinja.Statements;

/// <summary><c>call(parameters) macro()</c> ... <c>endcall</c>: the macro finds the body as <c>caller</c>.</summary>
internal sealed class CallBlockStatement(CallExpression call, MacroDefinition body, int line) : Statement(line)
{
    protected override Flow Run(Frame frame)
    {
        frame.Output.Write(Printer.Text(call.EvaluateWith(new MacroValue(body, frame), frame), frame.Meter));
        return Flow.Next;
    }
}
