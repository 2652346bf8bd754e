using System.Text.Json;

namespace Gateway.Llama.Grammar;

/// <summary>Numbers, with exact bounds.</summary>
internal static class NumberRules
{
    // Beyond it a fraction of six digits may round up to the bound that it stays below.
    private const decimal LargestOpenBound = 1_000_000_000;

    private static readonly Bound Open = new(DigitRange.Largest, true);

    /// <returns>The rule's body.</returns>
    public static string Write(JsonElement schema, string pointer, bool whole, string rule, RuleSet rules)
    {
        var low = Read(schema, "minimum", "exclusiveMinimum", pointer, whole, -1);
        var high = Read(schema, "maximum", "exclusiveMaximum", pointer, whole, 1);
        if (low is null && high is null) return rules.Use(whole ? "integer" : "number");
        rules.Add($"{rule}-fraction", pointer, "\".\" [0-9]{1,6}", 6);
        rules.Add($"{rule}-above", pointer, "\".\" [0-9]{0,5} [1-9]", 5);
        rules.Use("zeros");
        var alternatives = new List<string>();
        var (least, most) = (low ?? new Bound(-DigitRange.Largest, true), high ?? Open);
        if (most.Value >= 0) alternatives.AddRange(Between(least.Value < 0 ? new Bound(0, true) : least, most, whole, rule));
        if (least.Value < 0)
        {
            var nearer = most.Value > 0 ? new Bound(0, true) : most with { Value = -most.Value };
            alternatives.AddRange(Between(nearer, least with { Value = -least.Value }, whole, rule).Select(static magnitude => $"\"-\" {magnitude}"));
        }

        return alternatives.Count > 0 ? string.Join(" | ", alternatives) : throw new UnsupportedSchemaException(pointer, high is null ? "minimum" : "maximum", "leaves no legal value");
    }

    // Neither is negative.
    private static IEnumerable<string> Between(Bound nearer, Bound farther, bool whole, string rule)
    {
        if (whole)
        {
            if (nearer.Value <= farther.Value) yield return DigitRange.Of(nearer.Value, farther.Value);
            yield break;
        }

        var first = nearer.Closed ? nearer.Value : nearer.Value + 1;
        if (first < farther.Value) yield return $"{DigitRange.Of(first, farther.Value - 1)} {rule}-fraction?";
        if (!nearer.Closed && nearer.Value < farther.Value) yield return $"\"{nearer.Value}\" {rule}-above";
        if (farther.Closed && (nearer.Closed ? nearer.Value <= farther.Value : nearer.Value < farther.Value)) yield return $"\"{farther.Value}\" zeros?";
    }

    // The tighter of the two bounds; those of whole numbers are always closed.
    private static Bound? Read(JsonElement schema, string closed, string open, string pointer, bool whole, int side)
    {
        Bound? tightest = null;
        foreach (var keyword in (string[])[closed, open])
        {
            if (!schema.TryGetProperty(keyword, out var given)) continue;
            if (given.ValueKind != JsonValueKind.Number || !given.TryGetDecimal(out var value)) throw new UnsupportedSchemaException(pointer, keyword, "must be a number of at most 28 digits");
            if (!whole && value != decimal.Truncate(value)) throw new UnsupportedSchemaException(pointer, keyword, "must be a whole number");
            if (!whole && keyword == open && Math.Abs(value) > LargestOpenBound) throw new UnsupportedSchemaException(pointer, keyword, $"must be from -{LargestOpenBound} to {LargestOpenBound}");
            var isClosed = keyword == closed;
            if (whole)
            {
                // Inwards to the next whole number, and one further where the bound itself is not in.
                var inner = side < 0 ? decimal.Ceiling(value) : decimal.Floor(value);
                value = !isClosed && inner == value ? inner - side : inner;
                isClosed = true;
            }

            if (value * side < -DigitRange.Largest) throw new UnsupportedSchemaException(pointer, keyword, $"must be from -{DigitRange.Largest} to {DigitRange.Largest}");
            var bound = Math.Abs(value) > DigitRange.Largest ? new Bound(side * DigitRange.Largest, true) : new Bound((long)value, isClosed);
            if (tightest is not { } other || (bound.Value - other.Value) * side < 0 || (bound.Value == other.Value && !bound.Closed)) tightest = bound;
        }

        return tightest;
    }

    /// <param name="Value">Where it is.</param>
    /// <param name="Closed">The value itself is legal.</param>
    private readonly record struct Bound(long Value, bool Closed);
}
