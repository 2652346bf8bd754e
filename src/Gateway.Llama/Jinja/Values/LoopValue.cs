using Gateway.Llama.Jinja.Builtins;

namespace Gateway.Llama.Jinja.Values;

/// <summary>The variable <c>loop</c> of a for statement.</summary>
/// <param name="items">What is gone through.</param>
internal sealed class LoopValue(IReadOnlyList<Value> items) : Value
{
    private Value? _changed;

    public int Index { get; set; }

    public override string TypeName => "LoopContext";

    public Value? Find(string name) => name switch
    {
        "index" => new IntValue(Index + 1),
        "index0" => new IntValue(Index),
        "revindex" => new IntValue(items.Count - Index),
        "revindex0" => new IntValue(items.Count - Index - 1),
        "first" => BoolValue.Of(Index == 0),
        "last" => BoolValue.Of(Index == items.Count - 1),
        "length" => new IntValue(items.Count),
        // Counts recursive loops, which are refused.
        "depth" => new IntValue(1),
        "depth0" => new IntValue(0),
        "previtem" => Index > 0 ? items[Index - 1] : new UndefinedValue(name, this),
        "nextitem" => Index + 1 < items.Count ? items[Index + 1] : new UndefinedValue(name, this),
        "cycle" or "changed" => new BoundMethod(this, LoopMethods.Find(name)!),
        _ => null,
    };

    /// <summary>Remembers a value, and gives the one that was remembered before.</summary>
    public Value? Remember(Value value)
    {
        var before = _changed;
        _changed = value;
        return before;
    }
}
