using Gateway.Llama.Jinja.Running;

namespace Gateway.Llama.Jinja.Statements;

/// <summary>A part of a template that does something: text, or what stands between braces.</summary>
/// <param name="line">Where it begins.</param>
internal abstract class Statement(int line)
{
    /// <exception cref="JinjaException">It fails, or costs too much.</exception>
    public Flow Execute(Frame frame)
    {
        frame.Meter.Enter();
        try
        {
            var flow = Run(frame);
            frame.Meter.Leave();
            return flow;
        }
        catch (JinjaException fault) when (fault.Line == 0)
        {
            fault.Line = line;
            throw;
        }
    }

    protected abstract Flow Run(Frame frame);
}
