namespace Gateway.Llama.Jinja.Values;

/// <summary>A dict; its keys keep the order in which they came.</summary>
internal sealed class DictValue : Value
{
    public OrderedDictionary<Value, Value> Entries { get; } = new(KeyComparer.Instance);

    public override string TypeName => "dict";

    public override bool IsTrue => Entries.Count > 0;

    /// <exception cref="JinjaException">The key is no string, number, boolean or none.</exception>
    public Value? Find(Value key) => Entries.TryGetValue(Hashable(key), out var value) ? value : null;

    /// <exception cref="JinjaException">The key is no string, number, boolean or none.</exception>
    public void Set(Value key, Value value) => Entries[Hashable(key)] = value;

    private static Value Hashable(Value key) => KeyComparer.CanBeKey(key)
        ? key
        : throw new JinjaException($"a value of the type '{key.TypeName}' cannot be a key; legal are strings, numbers, booleans and none");
}
