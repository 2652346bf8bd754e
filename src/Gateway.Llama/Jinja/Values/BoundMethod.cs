using Gateway.Llama.Jinja.Builtins;
using Gateway.Llama.Jinja.Running;

namespace Gateway.Llama.Jinja.Values;

/// <summary>A method together with the value that it was taken from.</summary>
internal sealed class BoundMethod(Value receiver, Builtin method) : CallableValue
{
    public override string Name => method.Name;

    public override Value Invoke(Call call, Meter meter) => method.Invoke(new Call([receiver, .. call.Positional], call.Named), meter);
}
