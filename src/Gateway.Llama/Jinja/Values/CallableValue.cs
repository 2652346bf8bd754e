using Gateway.Llama.Jinja.Running;

namespace Gateway.Llama.Jinja.Values;

/// <summary>A macro, a function or a method.</summary>
internal abstract class CallableValue : Value
{
    public abstract string Name { get; }

    public override string TypeName => "function";

    /// <exception cref="JinjaException">The arguments do not fit, or the call fails.</exception>
    public abstract Value Invoke(Call call, Meter meter);
}
