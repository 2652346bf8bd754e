using System.Text.Json;

namespace Gateway.Llama.Grammar;

/// <summary>
/// Whether no value can fulfil two schemas: what 'oneOf' promises and a grammar cannot check. It is known where they have no kind of value in
/// common, no value of their lists, or where both want a property of objects and have no value for it in common.
/// </summary>
internal static class Disjoint
{
    private const int MaxBranches = 100;

    /// <exception cref="UnsupportedSchemaException">Two of the branches may hold for one value.</exception>
    public static void Check(List<(JsonElement Schema, string Pointer)> branches, string pointer, SchemaRules schemas)
    {
        if (branches.Count > MaxBranches) throw new UnsupportedSchemaException(pointer, "oneOf", $"has {branches.Count} schemas; at most {MaxBranches} are legal");
        var followed = branches.ConvertAll(branch => schemas.Follow(branch.Schema, branch.Pointer));
        for (var i = 0; i < followed.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (AreDisjoint(followed[i], followed[j]) || DifferInProperty(followed[i], followed[j], schemas)) continue;
                throw new UnsupportedSchemaException(pointer, "oneOf", $"may hold twice, for {j} and {i}; use 'anyOf', or give both a required property with another const");
            }
        }
    }

    private static bool AreDisjoint((JsonElement Schema, string Pointer) a, (JsonElement Schema, string Pointer) b)
    {
        if ((KindsOf(a) & KindsOf(b)) == JsonKinds.None) return true;
        return FiniteValues.Of(a.Schema, a.Pointer) is { } left && FiniteValues.Of(b.Schema, b.Pointer) is { } right
            && !left.Keys.Any(right.ContainsKey) && IsComparable(left) && IsComparable(right);
    }

    // 1 and 1.0 are one value, as are objects in another order.
    private static bool IsComparable(OrderedDictionary<string, JsonKinds> values) =>
        values.All(static value => value.Value is JsonKinds.Text or JsonKinds.Boolean or JsonKinds.Null
            || (value.Value == JsonKinds.Number && value.Key.All(static digit => char.IsAsciiDigit(digit))));

    private static bool DifferInProperty((JsonElement Schema, string Pointer) a, (JsonElement Schema, string Pointer) b, SchemaRules schemas)
    {
        if ((KindsOf(a) & KindsOf(b)) != JsonKinds.Object) return false;
        var left = ObjectShape.Of(a.Schema, a.Pointer);
        var right = ObjectShape.Of(b.Schema, b.Pointer);
        foreach (var name in left.Required.Intersect(right.Required, StringComparer.Ordinal))
        {
            if (left.Properties.TryGetValue(name, out var one) && right.Properties.TryGetValue(name, out var other)
                && AreDisjoint(schemas.Follow(one.Schema, one.Pointer), schemas.Follow(other.Schema, other.Pointer)))
            {
                return true;
            }
        }

        return false;
    }

    private static JsonKinds KindsOf((JsonElement Schema, string Pointer) branch)
    {
        if (FiniteValues.Of(branch.Schema, branch.Pointer) is { Count: > 0 } values) return values.Values.Aggregate(static (all, kind) => all | kind);
        if (branch.Schema.ValueKind != JsonValueKind.Object || SchemaKeywords.TypesOf(branch.Schema, branch.Pointer) is not { } types) return JsonKinds.Any;
        return types.Aggregate(JsonKinds.None, static (all, type) => all | SchemaKeywords.KindOf(type));
    }
}
