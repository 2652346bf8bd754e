namespace Gateway.Llama.Jinja.Values;

/// <summary>The evaluated arguments of a call.</summary>
/// <param name="Positional">Those without a name.</param>
/// <param name="Named">Those with one, in the order of the call.</param>
internal readonly record struct Call(Value[] Positional, (string Name, Value Value)[] Named)
{
    public static readonly Call Empty = new([], []);
}
