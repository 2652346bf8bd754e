using Gateway.Llama.Jinja.Builtins;
using Gateway.Llama.Jinja.Running;

namespace Gateway.Llama.Jinja.Values;

/// <summary>A function that every template can call.</summary>
internal sealed class FunctionValue(Builtin function) : CallableValue
{
    public override string Name => function.Name;

    public override Value Invoke(Call call, Meter meter) => function.Invoke(call, meter);
}
