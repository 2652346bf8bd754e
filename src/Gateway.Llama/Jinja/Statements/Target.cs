using Gateway.Llama.Jinja.Running;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Statements;

/// <summary>What a value is assigned to.</summary>
internal abstract class Target
{
    /// <exception cref="JinjaException">The value does not fit, or the attribute's owner is no namespace.</exception>
    public abstract void Assign(Value value, Frame frame);
}
