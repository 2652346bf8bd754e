using System.Text.Json;

namespace Gateway.Llama.Grammar;

/// <summary>Arrays: the items that have their own places, then the others.</summary>
internal static class ArrayRules
{
    private static readonly JsonElement Anything = JsonElement.Parse("true");

    /// <returns>The rule's body, and what is then known of it.</returns>
    public static (string Body, SchemaNode Node) Write(JsonElement schema, string pointer, SchemaNode node, SchemaRules schemas)
    {
        var rules = schemas.Rules;
        var (least, most) = SchemaKeywords.Counts(schema, "minItems", "maxItems", pointer);
        var places = Places(schema, pointer);
        var item = ItemOf(schema, pointer, places.Count > 0);
        if (most < places.Count) places = places[..most.Value];
        if (item is null && least > places.Count) throw new UnsupportedSchemaException(pointer, "minItems", $"wants {least} items where only {places.Count} are allowed");
        var blank = rules.Use("w");
        var comma = $"\",\" {blank} ";
        var fixedParts = places.ConvertAll(place => schemas.RuleOf(place.Schema, place.Pointer));
        if (item is null || most == places.Count)
        {
            return ($"\"[\" {string.Join($" {comma}", fixedParts)} \"]\"", node with { Parts = [.. node.Parts, .. fixedParts] });
        }

        var value = schemas.RuleOf(item.Value.Schema, item.Value.Pointer);
        var next = $"{node.Rule}-item";
        rules.Add(next, pointer, $"{comma}{value}");
        var written = node with { Parts = [.. node.Parts, .. fixedParts, value] };
        if (fixedParts.Count > 0)
        {
            var tail = rules.Repeat(next, pointer, Math.Max(0, least - fixedParts.Count), most - fixedParts.Count);
            return ($"\"[\" {string.Join($" {comma}", fixedParts)} {tail} \"]\"", written);
        }

        var others = rules.Repeat(next, pointer, Math.Max(0, least - 1), most - 1);
        return (least == 0 ? $"\"[\" \"]\" | \"[\" {value} {others} \"]\"" : $"\"[\" {value} {others} \"]\"", written);
    }

    private static List<(JsonElement Schema, string Pointer)> Places(JsonElement schema, string pointer)
    {
        if (!schema.TryGetProperty("prefixItems", out var places)) return [];
        return places.ValueKind == JsonValueKind.Array
            ? [.. places.EnumerateArray().Select((place, i) => (place, $"{pointer}/prefixItems/{i}"))]
            : throw new UnsupportedSchemaException(pointer, "prefixItems", "must be a list of schemas");
    }

    // Without a word about further items, there are none behind those with their own places.
    private static (JsonElement Schema, string Pointer)? ItemOf(JsonElement schema, string pointer, bool hasPlaces)
    {
        if (!schema.TryGetProperty("items", out var item)) return hasPlaces ? null : (Anything, $"{pointer}/items");
        if (item.ValueKind == JsonValueKind.Array) throw new UnsupportedSchemaException(pointer, "items", "must be one schema; a list of them is written as 'prefixItems'");
        return item.ValueKind == JsonValueKind.False ? null : (item, $"{pointer}/items");
    }
}
