using System.Text.Json;

namespace Gateway.Llama.Grammar;

/// <summary>Several schemas that all hold: objects whose properties are put together.</summary>
internal static class AllOf
{
    private const int MaxParts = 200;
    private const string Legal = "is not supported in 'allOf' or beside it; legal are objects with type, properties, required and additionalProperties, or one schema alone";

    /// <summary>The one schema that an <c>allOf</c> wraps; null where there is more to it.</summary>
    public static (JsonElement Schema, string Pointer)? Only(JsonElement schema, string pointer)
    {
        var list = PartsOf(schema, pointer);
        return list.Count == 1 && SchemaKeywords.Of(schema, pointer).Count == 1 ? list[0] : null;
    }

    /// <exception cref="UnsupportedSchemaException">The schemas are not about objects, or contradict each other.</exception>
    public static ObjectShape Merge(JsonElement schema, string pointer, SchemaRules schemas)
    {
        var shapes = Shapes(schema, pointer, schemas);
        var properties = new OrderedDictionary<string, (JsonElement, string)>(StringComparer.Ordinal);
        var required = new HashSet<string>(StringComparer.Ordinal);
        foreach (var shape in shapes)
        {
            required.UnionWith(shape.Required);
            foreach (var (name, property) in shape.Properties)
            {
                if (properties.TryAdd(name, property) || JsonElement.DeepEquals(properties[name].Item1, property.Schema)) continue;
                throw new UnsupportedSchemaException(pointer, "allOf", $"has two schemas for the property '{name}'; keep one of them");
            }
        }

        (JsonElement Schema, string Pointer)? others = null;
        foreach (var shape in shapes.Where(static shape => shape.Others is { Schema.ValueKind: not JsonValueKind.True }))
        {
            if (properties.Keys.Concat(required).FirstOrDefault(name => !shape.Properties.ContainsKey(name)) is { } stranger)
            {
                throw new UnsupportedSchemaException(shape.Pointer, "additionalProperties", $"is also about '{stranger}' of the other schemas in 'allOf'; declare it here too, or leave out 'additionalProperties'");
            }

            if (others is { } known && !JsonElement.DeepEquals(known.Schema, shape.Others!.Value.Schema)) throw new UnsupportedSchemaException(shape.Pointer, "additionalProperties", "differs between the schemas of 'allOf'; keep one of them");
            others = shape.Others;
        }

        return new ObjectShape(pointer, properties, required, others);
    }

    private static List<ObjectShape> Shapes(JsonElement schema, string pointer, SchemaRules schemas)
    {
        var shapes = new List<ObjectShape>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<(JsonElement Schema, string Pointer)>([(schema, pointer)]);
        while (open.TryPop(out var part))
        {
            // A schema that is among its own parts says nothing new there.
            if (!seen.Add(part.Pointer)) continue;
            if (seen.Count > MaxParts) throw new UnsupportedSchemaException(pointer, "allOf", $"has more than {MaxParts} schemas");
            if (part.Schema.ValueKind == JsonValueKind.True) continue;
            if (part.Schema.ValueKind != JsonValueKind.Object) throw new UnsupportedSchemaException(part.Pointer, "", "must be a schema for objects");
            foreach (var keyword in SchemaKeywords.Of(part.Schema, part.Pointer))
            {
                if (keyword is not ("type" or "allOf" or "properties" or "required" or "additionalProperties")) throw new UnsupportedSchemaException(part.Pointer, keyword, Legal);
            }

            if (SchemaKeywords.TypesOf(part.Schema, part.Pointer) is { } types && !types.Contains("object")) throw new UnsupportedSchemaException(part.Pointer, "type", "must be object in 'allOf'");
            shapes.Add(ObjectShape.Of(part.Schema, part.Pointer));
            foreach (var inner in Enumerable.Reverse(PartsOf(part.Schema, part.Pointer))) open.Push(schemas.Follow(inner.Schema, inner.Pointer));
        }

        return shapes;
    }

    private static List<(JsonElement Schema, string Pointer)> PartsOf(JsonElement schema, string pointer)
    {
        if (!schema.TryGetProperty("allOf", out var list)) return [];
        return list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > 0
            ? [.. list.EnumerateArray().Select((part, i) => (part, $"{pointer}/allOf/{i}"))]
            : throw new UnsupportedSchemaException(pointer, "allOf", "must be a list of at least one schema");
    }
}
