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
        FloatValue { Number: var real } when real == Math.Truncate(real) && Math.Abs(real) < long.MaxValue => Hash((long)real),
        FloatValue { Number: var real } => Hash(BitConverter.DoubleToInt64Bits(real)),
        _ => Hash(Numbers.WholeOf(value) ?? 0),
    };

    // .NET's own hash of a long is known to everybody, so a template could make all its keys collide.
    private static int Hash(long number) => HashCode.Combine((int)number, (int)(number >> 32));
}
