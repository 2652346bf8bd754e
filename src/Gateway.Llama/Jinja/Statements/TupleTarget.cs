using Gateway.Llama.Jinja.Operations;
using Gateway.Llama.Jinja.Running;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Statements;

/// <summary><c>a, b</c>: the parts of a value.</summary>
internal sealed class TupleTarget(IReadOnlyList<Target> parts) : Target
{
    public override void Assign(Value value, Frame frame)
    {
        var items = Sequences.Items(value, frame.Meter);
        if (items.Count != parts.Count) throw new JinjaException($"{items.Count} values cannot be assigned to {parts.Count} names");
        for (var i = 0; i < parts.Count; i++) parts[i].Assign(items[i], frame);
    }
}
