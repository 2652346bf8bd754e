namespace Gateway.Llama.Jinja.Values;

/// <summary>A list or a tuple. The views of a dict (<c>keys()</c>, <c>items()</c>) and <c>range</c> are lists here.</summary>
internal sealed class ListValue(List<Value> items, bool isTuple = false) : Value
{
    public List<Value> Items => items;

    public bool IsTuple => isTuple;

    public override string TypeName => isTuple ? "tuple" : "list";

    public override bool IsTrue => items.Count > 0;
}
