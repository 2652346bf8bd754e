namespace Gateway.Llama.Jinja.Values;

/// <summary>Booleans, whole numbers and floats seen as what they are in Python: numbers.</summary>
internal static class Numbers
{
    /// <summary>The whole number that the value is, true and false being 1 and 0; null for others.</summary>
    public static long? WholeOf(Value value) => value switch
    {
        IntValue whole => whole.Number,
        BoolValue truth => truth.IsTrue ? 1 : 0,
        _ => null,
    };

    public static double? RealOf(Value value) => value is FloatValue real ? real.Number : WholeOf(value);

    /// <summary>Below, at or above zero as the left is below, equal to or above the right; null where one is no number, or not a number.</summary>
    public static int? Compare(Value left, Value right)
    {
        if (WholeOf(left) is { } a && WholeOf(right) is { } b) return a.CompareTo(b);
        if (RealOf(left) is not { } x || RealOf(right) is not { } y || double.IsNaN(x) || double.IsNaN(y)) return null;
        return x.CompareTo(y);
    }
}
