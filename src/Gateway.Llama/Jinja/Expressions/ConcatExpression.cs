using Gateway.Llama.Jinja.Operations;
using Gateway.Llama.Jinja.Running;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Expressions;

/// <summary><c>a ~ b ~ c</c>: what the values print as, one behind the other.</summary>
internal sealed class ConcatExpression(IReadOnlyList<Expression> parts, int line) : Expression(line)
{
    protected override Value Compute(Frame frame)
    {
        var output = new Output(frame.Meter);
        foreach (var part in parts) output.Write(Printer.Text(part.Evaluate(frame), frame.Meter));
        return new TextValue(output.ToString());
    }
}
