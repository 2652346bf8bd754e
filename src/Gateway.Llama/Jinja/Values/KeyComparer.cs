namespace Gateway.Llama.Jinja.Values;

/// <summary>Equality of what may be a key: as in Python, 1, 1.0 and true are one key.</summary>
internal sealed class KeyComparer : IEqualityComparer<Value>
{
    public static readonly KeyComparer Instance = new();

    /// <summary>A tuple could be a key in Python; its hash can cost as much as the whole rendering may.</summary>
    public static bool CanBeKey(Value value) => value is TextValue or IntValue or FloatValue or BoolValue or NoneValue or UndefinedValue;

    public bool Equals(Value? left, Value? right) => (left, right) switch
    {
        (TextValue a, TextValue b) => a.Text == b.Text,
        (NoneValue, NoneValue) or (UndefinedValue, UndefinedValue) => true,
        _ => left is not null && right is not null && Numbers.Compare(left, right) == 0,
    };

    public int GetHashCode(Value value) => value switch
    {
        TextValue text => text.Text.GetHashCode(StringComparison.Ordinal),
        FloatValue real when real.Number == Math.Truncate(real.Number) && Math.Abs(real.Number) < long.MaxValue => ((long)real.Number).GetHashCode(),
        FloatValue real => real.Number.GetHashCode(),
        _ => Numbers.WholeOf(value).GetHashCode(),
    };
}
