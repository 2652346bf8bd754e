using Gateway.Llama.Jinja.Running;

namespace Gateway.Llama.Jinja.Statements;

/// <summary>Text between the braces, as it is.</summary>
internal sealed class TextStatement(string text, int line) : Statement(line)
{
    protected override Flow Run(Frame frame)
    {
        frame.Output.Write(text);
        return Flow.Next;
    }
}
