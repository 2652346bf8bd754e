using Gateway.Llama.Jinja.Running;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Statements;

/// <summary><c>ns.name</c>.</summary>
internal sealed class NamespaceTarget(string owner, string name) : Target
{
    private readonly TextValue _name = new(name);

    public override void Assign(Value value, Frame frame)
    {
        if (frame.Find(owner) is not NamespaceValue space) throw new JinjaException($"'{owner}' is no namespace, so its '{name}' cannot be set");
        space.Attributes.Set(_name, value);
    }
}
