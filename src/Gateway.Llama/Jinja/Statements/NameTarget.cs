using Gateway.Llama.Jinja.Running;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Statements;

internal sealed class NameTarget(string name) : Target
{
    public override void Assign(Value value, Frame frame) => frame.Set(name, value);
}
