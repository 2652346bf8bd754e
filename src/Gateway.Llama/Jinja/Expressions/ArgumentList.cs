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

    /// <summary>Evaluates them.</summary>
    /// <param name="first">What goes in front: the value that is filtered or tested; null in a call.</param>
    /// <param name="frame">Where names are found.</param>
    /// <exception cref="JinjaException">One has no value.</exception>
    public Call Evaluate(Value? first, Frame frame)
    {
        var before = first is null ? 0 : 1;
        var values = new Value[before + positional.Count];
        if (first is not null) values[0] = first;
        for (var i = 0; i < positional.Count; i++) values[before + i] = positional[i].Evaluate(frame);
        if (more is not null) values = [.. values, .. Sequences.Items(more.Evaluate(frame), frame.Meter)];
        return new Call(values, Named(frame));
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
