using Gateway.Llama.Jinja.Operations;
using Gateway.Llama.Jinja.Running;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Expressions;

/// <summary><c>owner[start:stop:step]</c>.</summary>
internal sealed class SliceExpression(Expression owner, Expression? start, Expression? stop, Expression? step, int line) : Expression(line)
{
    protected override Value Compute(Frame frame)
    {
        var value = owner.Evaluate(frame);
        if (value is UndefinedValue undefined) throw new JinjaException($"{undefined.Reason}, so nothing can be taken from it");
        return Sequences.Slice(value, Index(start, frame), Index(stop, frame), Index(step, frame), frame.Meter);
    }

    private static long? Index(Expression? part, Frame frame) => part?.Evaluate(frame) switch
    {
        null or NoneValue => null,
        var value => Numbers.WholeOf(value) ?? throw new JinjaException($"a slice needs whole numbers, not a value of the type '{value.TypeName}'"),
    };
}
