using Gateway.Llama.Jinja.Running;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Operations;

/// <summary>
/// A stable sort. .NET's own are told to be consistent by their comparers, and wrap what these throw; here floats that are not numbers, lists
/// of mixed types and work beyond the limit have to end in the template's error.
/// </summary>
internal static class Sorting
{
    /// <summary>The items in the order of their keys; equal ones keep theirs, also where the order is reversed.</summary>
    /// <exception cref="JinjaException">Two keys have no order.</exception>
    public static List<Value> By(IReadOnlyList<Value> items, Func<Value, Value> keyOf, bool reverse, Meter meter)
    {
        var entries = items.Select(item => (Key: keyOf(item), Item: item)).ToArray();
        var other = new (Value Key, Value Item)[entries.Length];
        for (var width = 1; width < entries.Length; width *= 2)
        {
            for (var from = 0; from < entries.Length; from += 2 * width) Merge(entries, other, from, width, reverse, meter);
            (entries, other) = (other, entries);
        }

        return [.. entries.Select(static entry => entry.Item)];
    }

    private static void Merge((Value Key, Value Item)[] from, (Value Key, Value Item)[] to, int start, int width, bool reverse, Meter meter)
    {
        var middle = Math.Min(start + width, from.Length);
        var end = Math.Min(start + 2 * width, from.Length);
        var left = start;
        var right = middle;
        for (var at = start; at < end; at++)
        {
            var takesLeft = right >= end || (left < middle && !ComesBefore(from[right].Key, from[left].Key));
            to[at] = takesLeft ? from[left++] : from[right++];
        }

        bool ComesBefore(Value a, Value b) => reverse ? Comparison.Order(b, a, meter) < 0 : Comparison.Order(a, b, meter) < 0;
    }
}
