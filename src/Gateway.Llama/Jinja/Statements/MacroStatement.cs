using Gateway.Llama.Jinja.Running;

namespace Gateway.Llama.Jinja.Statements;

/// <summary><c>macro name(parameters)</c> ... <c>endmacro</c>.</summary>
internal sealed class MacroStatement(MacroDefinition macro, int line) : Statement(line)
{
    protected override Flow Run(Frame frame)
    {
        frame.Set(macro.Name, new MacroValue(macro, frame));
        return Flow.Next;
    }
}
