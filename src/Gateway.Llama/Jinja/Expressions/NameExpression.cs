using Gateway.Llama.Jinja.Running;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Expressions;

internal sealed class NameExpression(string name, int line) : Expression(line)
{
    private readonly UndefinedValue _undefined = new(name);

    public string Name => name;

    public override Value Evaluate(Frame frame) => Compute(frame);

    protected override Value Compute(Frame frame) => frame.Find(name) ?? _undefined;
}
