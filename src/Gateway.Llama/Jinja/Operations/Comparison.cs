using Gateway.Llama.Jinja.Running;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Operations;

/// <summary>Python's <c>==</c>, <c>&lt;</c> and <c>in</c>.</summary>
internal static class Comparison
{
    /// <summary>Whether the comparison is true; <paramref name="symbol"/> is an operator of comparison, <c>in</c> or <c>not in</c>.</summary>
    /// <exception cref="JinjaException">The values cannot be compared like this.</exception>
    public static bool Holds(string symbol, Value left, Value right, Meter meter) => symbol switch
    {
        "==" => AreEqual(left, right, meter),
        "!=" => !AreEqual(left, right, meter),
        "in" => Contains(right, left, meter),
        "not in" => !Contains(right, left, meter),
        _ when double.IsNaN((left as FloatValue)?.Number ?? 0) || double.IsNaN((right as FloatValue)?.Number ?? 0) => false,
        "<" => Order(left, right, meter) < 0,
        "<=" => Order(left, right, meter) <= 0,
        ">" => Order(left, right, meter) > 0,
        _ => Order(left, right, meter) >= 0,
    };

    public static bool AreEqual(Value left, Value right, Meter meter)
    {
        switch (left, right)
        {
            case (TextValue a, TextValue b):
                if (a.Text.Length != b.Text.Length) return false;
                meter.Read(a.Text);
                return a.Text == b.Text;
            case (ListValue a, ListValue b):
                if (a.IsTuple != b.IsTuple || a.Items.Count != b.Items.Count) return false;
                meter.Enter();
                var same = a.Items.Zip(b.Items).All(pair => AreEqual(pair.First, pair.Second, meter));
                meter.Leave();
                return same;
            case (DictValue a, DictValue b):
                if (a.Entries.Count != b.Entries.Count) return false;
                meter.Enter();
                var equal = a.Entries.All(entry => Find(b, entry.Key, meter) is { } other && AreEqual(entry.Value, other, meter));
                meter.Leave();
                return equal;
            case (NoneValue, NoneValue) or (UndefinedValue, UndefinedValue): return true;
            default:
                meter.Spend(1);
                return ReferenceEquals(left, right) || Numbers.Compare(left, right) == 0;
        }
    }

    /// <summary>Below, at or above zero as the left comes before, with or behind the right.</summary>
    /// <exception cref="JinjaException">The two have no order.</exception>
    public static int Order(Value left, Value right, Meter meter)
    {
        switch (left, right)
        {
            case (TextValue a, TextValue b):
                meter.Read(a.Text.Length < b.Text.Length ? a.Text : b.Text);
                return string.CompareOrdinal(a.Text, b.Text);
            case (ListValue a, ListValue b) when a.IsTuple == b.IsTuple:
                meter.Enter();
                var order = a.Items.Zip(b.Items).Where(pair => !AreEqual(pair.First, pair.Second, meter)).Select(pair => Order(pair.First, pair.Second, meter)).FirstOrDefault(a.Items.Count.CompareTo(b.Items.Count));
                meter.Leave();
                return order;
            default:
                meter.Spend(1);
                if (left is UndefinedValue || right is UndefinedValue) throw new JinjaException(((left as UndefinedValue) ?? (UndefinedValue)right).Reason);
                return Numbers.Compare(left, right) ?? throw new JinjaException($"values of the types '{left.TypeName}' and '{right.TypeName}' have no order");
        }
    }

    /// <summary>Python's <c>item in container</c>.</summary>
    /// <exception cref="JinjaException">Nothing can be in the container, or not this.</exception>
    public static bool Contains(Value container, Value item, Meter meter)
    {
        switch (container)
        {
            case TextValue text:
                if (item is not TextValue part) throw new JinjaException($"only a string can be in a string, not a value of the type '{item.TypeName}'");
                TextSearch.Spend(text.Text, part.Text, meter);
                return text.Text.Contains(part.Text, StringComparison.Ordinal);
            case DictValue dict: return Find(dict, item, meter) is not null;
            case NamespaceValue: throw new JinjaException("a namespace cannot be searched with 'in'");
            default: return Sequences.Items(container, meter).Exists(other => AreEqual(other, item, meter));
        }
    }

    /// <summary>The value of a key, which is charged as the text that it may be.</summary>
    /// <exception cref="JinjaException">It cannot be a key.</exception>
    public static Value? Find(DictValue dict, Value key, Meter meter)
    {
        if (key is TextValue text) meter.Read(text.Text);
        return dict.Find(key);
    }
}
