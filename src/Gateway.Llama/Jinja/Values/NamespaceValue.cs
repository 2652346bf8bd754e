namespace Gateway.Llama.Jinja.Values;

/// <summary>What <c>namespace()</c> gives: the one thing whose attributes a template can set from inside of a loop.</summary>
internal sealed class NamespaceValue(DictValue attributes) : Value
{
    public DictValue Attributes => attributes;

    public override string TypeName => "Namespace";
}
