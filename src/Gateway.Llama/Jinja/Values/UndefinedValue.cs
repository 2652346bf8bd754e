namespace Gateway.Llama.Jinja.Values;

/// <summary>What a missing name, key or element gives: false, empty, and an error as soon as something is taken from it.</summary>
/// <param name="name">What is missing.</param>
/// <param name="owner">Where it is missing; null for a name.</param>
internal sealed class UndefinedValue(string name, Value? owner = null) : Value
{
    public override string TypeName => "Undefined";

    public override bool IsTrue => false;

    /// <summary>What to tell where it is used.</summary>
    public string Reason => owner is null ? $"'{name}' is undefined" : $"a value of the type '{owner.TypeName}' has no '{name}'";
}
