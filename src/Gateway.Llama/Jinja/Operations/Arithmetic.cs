using Gateway.Llama.Jinja.Running;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Operations;

/// <summary>Python's arithmetic, within 64 bits, and what its operators do to texts and lists.</summary>
internal static class Arithmetic
{
    /// <exception cref="JinjaException">The operator is not for these values, or the result is too large.</exception>
    public static Value Apply(string symbol, Value left, Value right, Meter meter)
    {
        if (OnSequences(symbol, left, right, meter) is { } value) return value;
        try
        {
            if (Numbers.WholeOf(left) is { } a && Numbers.WholeOf(right) is { } b && symbol != "/" && !(symbol == "**" && b < 0)) return new IntValue(OnWhole(symbol, a, b));
            if (Numbers.RealOf(left) is { } x && Numbers.RealOf(right) is { } y) return new FloatValue(OnReal(symbol, x, y));
        }
        catch (OverflowException)
        {
            throw new JinjaException($"the result of '{symbol}' is beyond 64 bits");
        }

        foreach (var operand in (ReadOnlySpan<Value>)[left, right])
        {
            if (operand is UndefinedValue undefined) throw new JinjaException(undefined.Reason);
        }

        throw new JinjaException($"the operator '{symbol}' is not for values of the types '{left.TypeName}' and '{right.TypeName}'");
    }

    /// <exception cref="JinjaException">The value is no number, or the result is too large.</exception>
    public static Value Negate(Value value) => value switch
    {
        FloatValue real => new FloatValue(-real.Number),
        _ when Numbers.WholeOf(value) is { } whole && whole != long.MinValue => new IntValue(-whole),
        UndefinedValue undefined => throw new JinjaException(undefined.Reason),
        _ => throw new JinjaException($"the operator '-' is not for a value of the type '{value.TypeName}'"),
    };

    private static Value? OnSequences(string symbol, Value left, Value right, Meter meter)
    {
        switch (symbol, left, right)
        {
            case ("+", TextValue a, TextValue b):
                meter.Make((long)a.Text.Length + b.Text.Length);
                return new TextValue(a.Text + b.Text);
            case ("+", ListValue a, ListValue b) when a.IsTuple == b.IsTuple:
                meter.Spend((long)a.Items.Count + b.Items.Count);
                return new ListValue([.. a.Items, .. b.Items], a.IsTuple);
            case ("%", TextValue format, _): return new TextValue(PercentFormat.Of(format.Text, right is ListValue { IsTuple: true } many ? many.Items : [right], meter));
            case ("*", TextValue or ListValue, _) when Numbers.WholeOf(right) is { } times: return Repeat(left, times, meter);
            case ("*", _, TextValue or ListValue) when Numbers.WholeOf(left) is { } times: return Repeat(right, times, meter);
            default: return null;
        }
    }

    private static Value Repeat(Value value, long times, Meter meter)
    {
        // More than this is refused for anything but the empty, which no count makes longer.
        times = Math.Clamp(times, 0, int.MaxValue);
        if (value is TextValue { Text: var text })
        {
            meter.Make(text.Length * times);
            return text.Length == 0 ? value : new TextValue(string.Concat(Enumerable.Repeat(text, (int)times)));
        }

        var list = (ListValue)value;
        meter.Spend(list.Items.Count * times);
        var items = new List<Value>();
        for (var i = 0L; i < times && list.Items.Count > 0; i++) items.AddRange(list.Items);
        return new ListValue(items, list.IsTuple);
    }

    private static long OnWhole(string symbol, long left, long right)
    {
        checked
        {
            switch (symbol)
            {
                case "+": return left + right;
                case "-": return left - right;
                case "*": return left * right;
                case "**": return Power(left, right);
            }

            if (right == 0) throw new JinjaException($"division by zero ('{symbol}')");

            // The remainder has the divisor's sign, and the quotient goes down to fit.
            if (right == -1) return symbol == "//" ? -left : 0;
            var remainder = left % right;
            var other = remainder != 0 && (remainder < 0) != (right < 0);
            return symbol == "//" ? left / right - (other ? 1 : 0) : remainder + (other ? right : 0);
        }
    }

    private static long Power(long number, long exponent)
    {
        checked
        {
            var result = 1L;
            for (; ; )
            {
                if (exponent % 2 == 1) result *= number;
                exponent /= 2;
                if (exponent == 0) return result;
                number *= number;
            }
        }
    }

    private static double OnReal(string symbol, double left, double right)
    {
        switch (symbol)
        {
            case "+": return left + right;
            case "-": return left - right;
            case "*": return left * right;
            case "**":
                var power = Math.Pow(left, right);
                return double.IsFinite(power) || !double.IsFinite(left) || !double.IsFinite(right) ? power : throw new OverflowException();
        }

        if (right == 0) throw new JinjaException($"division by zero ('{symbol}')");
        if (symbol == "/") return left / right;
        var remainder = left % right;
        if (remainder != 0 && (remainder < 0) != (right < 0)) remainder += right;
        return symbol == "%" ? remainder : Math.Round((left - remainder) / right);
    }
}
