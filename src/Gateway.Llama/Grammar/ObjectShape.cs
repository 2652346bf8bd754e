using System.Text.Json;

namespace Gateway.Llama.Grammar;

/// <summary>What a schema says about objects.</summary>
/// <param name="Pointer">The schema's place.</param>
/// <param name="Properties">The properties in the schema's order, each with its place.</param>
/// <param name="Required">The names that must be there.</param>
/// <param name="Others">The schema of properties that are not declared; null where the schema does not say.</param>
internal sealed record ObjectShape(string Pointer, OrderedDictionary<string, (JsonElement Schema, string Pointer)> Properties, HashSet<string> Required, (JsonElement Schema, string Pointer)? Others)
{
    private static readonly JsonElement Anything = JsonElement.Parse("true");

    /// <summary>The shape with every required property declared, and without what is not to be written.</summary>
    /// <exception cref="UnsupportedSchemaException">Something is required that must not be there.</exception>
    public ObjectShape ToWrite()
    {
        var properties = new OrderedDictionary<string, (JsonElement, string)>(Properties, StringComparer.Ordinal);
        foreach (var name in Required.Where(name => !Properties.ContainsKey(name)))
        {
            if (Others is { Schema.ValueKind: JsonValueKind.False }) throw new UnsupportedSchemaException(Pointer, "required", $"names '{name}', which is not in 'properties' where 'additionalProperties' is false");
            properties.Add(name, Others ?? (Anything, $"{Pointer}/required"));
        }

        // A schema that says nothing about other properties means no others, unless it declares none at all.
        var others = Others ?? (properties.Count == 0 ? (Anything, $"{Pointer}/additionalProperties") : null);
        return this with { Properties = properties, Others = others is { Schema.ValueKind: JsonValueKind.False } ? null : others };
    }

    /// <exception cref="UnsupportedSchemaException">A keyword has not the value that it must have.</exception>
    public static ObjectShape Of(JsonElement schema, string pointer)
    {
        var properties = new OrderedDictionary<string, (JsonElement, string)>(StringComparer.Ordinal);
        if (schema.TryGetProperty("properties", out var declared))
        {
            if (declared.ValueKind != JsonValueKind.Object) throw new UnsupportedSchemaException(pointer, "properties", "must be an object of schemas");
            foreach (var property in declared.EnumerateObject()) properties.Add(property.Name, (property.Value, $"{pointer}/properties/{LocalReferences.Escaped(property.Name)}"));
        }

        var required = new HashSet<string>(StringComparer.Ordinal);
        if (schema.TryGetProperty("required", out var names))
        {
            if (names.ValueKind != JsonValueKind.Array || names.EnumerateArray().Any(static name => name.ValueKind != JsonValueKind.String)) throw new UnsupportedSchemaException(pointer, "required", "must be a list of names");
            required.UnionWith(names.EnumerateArray().Select(static name => name.GetString()!));
        }

        (JsonElement, string)? others = schema.TryGetProperty("additionalProperties", out var rest) ? (rest, $"{pointer}/additionalProperties") : null;
        return new ObjectShape(pointer, properties, required, others);
    }
}
