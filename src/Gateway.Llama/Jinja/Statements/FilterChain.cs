using Gateway.Llama.Jinja.Builtins;
using Gateway.Llama.Jinja.Expressions;
using Gateway.Llama.Jinja.Running;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Statements;

/// <summary>The filters of a block, from left to right.</summary>
internal sealed class FilterChain(IReadOnlyList<(Builtin Filter, ArgumentList Arguments)> filters)
{
    /// <exception cref="JinjaException">A filter fails.</exception>
    public Value Apply(string text, Frame frame)
    {
        Value value = new TextValue(text);
        foreach (var (filter, arguments) in filters) value = filter.Invoke(arguments.Evaluate(value, frame), frame.Meter);
        return value;
    }
}
