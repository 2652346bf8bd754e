using System.Text.Json;

namespace Gateway.Llama.Grammar;

/// <summary>The values of an enum or const.</summary>
internal static class FiniteValues
{
    /// <summary>The compact JSON of all legal values, in the schema's order, with their kinds; null where they cannot be counted.</summary>
    /// <exception cref="UnsupportedSchemaException">The type is none.</exception>
    public static OrderedDictionary<string, JsonKinds>? Of(JsonElement schema, string pointer)
    {
        if (schema.ValueKind != JsonValueKind.Object) return null;
        var types = SchemaKeywords.TypesOf(schema, pointer);
        var values = new OrderedDictionary<string, JsonKinds>(StringComparer.Ordinal);
        var listed = schema.TryGetProperty("enum", out var list);
        if (listed && list.ValueKind != JsonValueKind.Array) return null;
        if (schema.TryGetProperty("const", out var only))
        {
            if (listed) throw new UnsupportedSchemaException(pointer, "enum", "is not supported beside 'const'; keep one of them");
            Add(only, types, values);
            return values;
        }

        if (!listed) return null;
        foreach (var value in list.EnumerateArray()) Add(value, types, values);
        return values;
    }

    private static void Add(JsonElement value, List<string>? types, OrderedDictionary<string, JsonKinds> values)
    {
        var type = TypeOf(value);
        if (types is not null && !types.Contains(type) && !(type == "integer" && types.Contains("number"))) return;
        values.TryAdd(GbnfText.Json(value), SchemaKeywords.KindOf(type));
    }

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => value.GetRawText().AsSpan().ContainsAny('.', 'e', 'E') ? "number" : "integer",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => "null",
    };
}
