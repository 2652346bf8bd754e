namespace Gateway.Llama.Jinja.Values;

/// <summary>
/// What <c>map</c>, <c>select</c> and their like give: true even when nothing is in it, and empty once it was gone through. Templates that were
/// tested against Jinja2 depend on both.
/// </summary>
internal sealed class GeneratorValue(List<Value> items) : Value
{
    private List<Value> _items = items;

    public int Count => _items.Count;

    public override string TypeName => "generator";

    public List<Value> Take()
    {
        var taken = _items;
        _items = [];
        return taken;
    }
}
