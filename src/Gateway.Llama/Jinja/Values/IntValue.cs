namespace Gateway.Llama.Jinja.Values;

/// <summary>A whole number of 64 bits; Python's are longer.</summary>
internal sealed class IntValue(long number) : Value
{
    public long Number => number;

    public override string TypeName => "int";

    public override bool IsTrue => number != 0;
}
