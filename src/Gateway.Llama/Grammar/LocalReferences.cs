using System.Globalization;
using System.Text.Json;

namespace Gateway.Llama.Grammar;

/// <summary>Follows references inside one schema document.</summary>
internal sealed class LocalReferences(JsonElement root)
{
    private const string Legal = "must be a place in this schema, such as #/$defs/name";

    /// <summary>The schema that is meant, by its own place: what the reference leads to, and on where that is only a reference again.</summary>
    /// <exception cref="UnsupportedSchemaException">The reference leads nowhere, or in a circle.</exception>
    public (JsonElement Schema, string Pointer) Follow(JsonElement schema, string pointer)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { pointer };
        while (schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("$ref", out var reference))
        {
            SchemaKeywords.Alone("$ref", SchemaKeywords.Of(schema, pointer), pointer);
            if (reference.ValueKind != JsonValueKind.String) throw new UnsupportedSchemaException(pointer, "$ref", Legal);
            var (target, place) = Resolve(reference.GetString()!, pointer);
            if (!seen.Add(place)) throw new UnsupportedSchemaException(pointer, "$ref", "leads back to itself and to nothing else");
            (schema, pointer) = (target, place);
        }

        return (schema, pointer);
    }

    /// <summary>A name as a part of a JSON pointer.</summary>
    public static string Escaped(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    private (JsonElement Schema, string Pointer) Resolve(string reference, string pointer)
    {
        if (reference != "#" && !reference.StartsWith("#/", StringComparison.Ordinal)) throw new UnsupportedSchemaException(pointer, "$ref", $"'{reference}' is not supported; it {Legal}");
        var at = root;
        var place = "#";
        foreach (var part in Uri.UnescapeDataString(reference).Split('/').Skip(1))
        {
            var name = part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (at.ValueKind == JsonValueKind.Object && at.TryGetProperty(name, out var next)) at = next;
            else if (at.ValueKind == JsonValueKind.Array && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < at.GetArrayLength()) at = at[index];
            else throw new UnsupportedSchemaException(pointer, "$ref", $"'{reference}' leads nowhere; it {Legal}");
            place += "/" + Escaped(name);
        }

        return (at, place);
    }
}
