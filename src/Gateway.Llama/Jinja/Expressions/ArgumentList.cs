using Gateway.Llama.Jinja.Running;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Expressions;

/// <summary>The arguments in the brackets of a call, a filter or a test.</summary>
internal sealed class ArgumentList(IReadOnlyList<Expression> positional, IReadOnlyList<(string Name, Expression Value)> named)
{
    public static readonly ArgumentList None = new([], []);

    public int Count => positional.Count;

    public IEnumerable<string> Names => named.Select(static one => one.Name);

    /// <summary>The positional argument where it is written out as a value; else null.</summary>
    public Value? ConstantAt(int index) => index < positional.Count ? (positional[index] as ConstantExpression)?.Value : null;

    public Call Evaluate(Frame frame) => new([.. positional.Select(one => one.Evaluate(frame))], EvaluateNamed(frame));

    /// <summary>The same with a value in front: what is filtered or tested.</summary>
    public Call Evaluate(Value first, Frame frame) => new([first, .. positional.Select(one => one.Evaluate(frame))], EvaluateNamed(frame));

    private (string, Value)[] EvaluateNamed(Frame frame) => named.Count == 0 ? [] : [.. named.Select(one => (one.Name, one.Value.Evaluate(frame)))];
}
