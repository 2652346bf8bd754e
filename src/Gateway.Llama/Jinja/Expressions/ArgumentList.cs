using Gateway.Llama.Jinja.Operations;
using Gateway.Llama.Jinja.Running;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Expressions;

/// <summary>The arguments in the brackets of a call, a filter or a test.</summary>
/// <param name="positional">Those without a name.</param>
/// <param name="more">What follows <c>*</c>: a list of further ones.</param>
/// <param name="named">Those with a name.</param>
/// <param name="moreNamed">What follows <c>**</c>: a dict of further ones.</param>
internal sealed class ArgumentList(IReadOnlyList<Expression> positional, Expression? more, IReadOnlyList<(string Name, Expression Value)> named, Expression? moreNamed)
{
    public static readonly ArgumentList None = new([], null, [], null);

    public int Count => positional.Count;

    public IEnumerable<string> Names => named.Select(static one => one.Name);

    /// <summary>All of them are written out, so whether they fit can be said before they are evaluated.</summary>
    public bool IsComplete => more is null && moreNamed is null;

    /// <summary>The positional argument where it is written out as a value; else null.</summary>
    public Value? ConstantAt(int index) => index < positional.Count ? (positional[index] as ConstantExpression)?.Value : null;

    /// <exception cref="JinjaException">One has no value.</exception>
    public Call Evaluate(Frame frame) => new([.. Positional(frame)], Named(frame));

    /// <summary>The same with a value in front: what is filtered or tested.</summary>
    /// <exception cref="JinjaException">One has no value.</exception>
    public Call Evaluate(Value first, Frame frame) => new([first, .. Positional(frame)], Named(frame));

    private IEnumerable<Value> Positional(Frame frame)
    {
        foreach (var one in positional) yield return one.Evaluate(frame);
        if (more is null) yield break;
        foreach (var one in Sequences.Items(more.Evaluate(frame), frame.Meter)) yield return one;
    }

    private (string, Value)[] Named(Frame frame)
    {
        if (named.Count == 0 && moreNamed is null) return [];
        var all = named.Select(one => (one.Name, one.Value.Evaluate(frame))).ToList();
        if (moreNamed is null) return [.. all];
        if (moreNamed.Evaluate(frame) is not DictValue dict) throw new JinjaException("only a dict can follow '**'");
        frame.Meter.Spend(dict.Entries.Count);
        foreach (var (key, value) in dict.Entries) all.Add((key is TextValue { Text: var name } ? name : throw new JinjaException("the names of arguments have to be strings"), value));
        return [.. all];
    }
}
