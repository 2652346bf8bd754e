using Gateway.Llama.Jinja.Running;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Expressions;

/// <summary>A part of a template that has a value.</summary>
/// <param name="line">Where it is.</param>
internal abstract class Expression(int line)
{
    /// <exception cref="JinjaException">It has no value, or costs too much.</exception>
    public virtual Value Evaluate(Frame frame)
    {
        var meter = frame.Meter;
        meter.Enter();
        try
        {
            var value = Compute(frame);
            meter.Leave();
            return value;
        }
        catch (JinjaException fault) when (fault.Line == 0)
        {
            // The innermost expression is nearest to what is wrong.
            fault.Line = line;
            throw;
        }
    }

    protected abstract Value Compute(Frame frame);
}
