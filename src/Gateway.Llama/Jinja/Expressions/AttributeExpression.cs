using Gateway.Llama.Jinja.Operations;
using Gateway.Llama.Jinja.Running;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Expressions;

/// <summary><c>owner.name</c>.</summary>
internal sealed class AttributeExpression(Expression owner, string name, int line) : Expression(line)
{
    private readonly TextValue _name = new(name);

    public string Name => name;

    protected override Value Compute(Frame frame) => Access.Attribute(owner.Evaluate(frame), _name);
}
