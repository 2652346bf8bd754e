using System.Text.Json;

namespace Gateway.Llama.Grammar;

/// <summary>Which keywords a schema may have, and how they are read.</summary>
internal static class SchemaKeywords
{
    /// <summary>The keywords of one kind of value. Where a schema has no type, they say which it means.</summary>
    public static readonly (string Type, string[] Keywords)[] ByType =
    [
        ("object", ["properties", "required", "additionalProperties"]),
        ("array", ["items", "prefixItems", "minItems", "maxItems"]),
        ("string", ["minLength", "maxLength", "format", "pattern"]),
        ("number", ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"]),
    ];

    private const string Legal =
        "is not supported where answers are held to a schema; legal are type, enum, const, properties, required, additionalProperties, items, prefixItems, minItems, maxItems, minLength, maxLength, pattern, format, minimum, maximum, exclusiveMinimum, exclusiveMaximum, anyOf, oneOf, allOf, $ref, $defs and annotations";

    private static readonly HashSet<string> Annotations = new(
        ["title", "description", "default", "examples", "$schema", "$id", "$comment", "$defs", "definitions", "deprecated", "readOnly", "writeOnly"],
        StringComparer.Ordinal);

    private static readonly HashSet<string> Known = new(
        ["type", "enum", "const", "anyOf", "oneOf", "allOf", "$ref", .. ByType.SelectMany(static group => group.Keywords)],
        StringComparer.Ordinal);

    private static readonly string[] Types = ["object", "array", "string", "number", "integer", "boolean", "null"];

    /// <summary>The keywords that say something about the values.</summary>
    /// <exception cref="UnsupportedSchemaException">One of them is not supported.</exception>
    public static List<string> Of(JsonElement schema, string pointer)
    {
        var keywords = new List<string>();
        foreach (var keyword in schema.EnumerateObject().Select(static property => property.Name))
        {
            if (Annotations.Contains(keyword)) continue;
            if (!Known.Contains(keyword)) throw new UnsupportedSchemaException(pointer, keyword, Legal);
            keywords.Add(keyword);
        }

        return keywords;
    }

    /// <summary>Refuses what stands beside a keyword that decides alone.</summary>
    public static void Alone(string keyword, List<string> keywords, string pointer, params ReadOnlySpan<string> company)
    {
        foreach (var other in keywords)
        {
            if (other != keyword && !company.Contains(other)) throw new UnsupportedSchemaException(pointer, other, $"is not supported beside '{keyword}'; put it into each of the schemas that it is meant for");
        }
    }

    /// <summary>The types that the schema names; null where it names none.</summary>
    public static List<string>? TypesOf(JsonElement schema, string pointer)
    {
        if (!schema.TryGetProperty("type", out var type)) return null;
        IEnumerable<JsonElement> named = type.ValueKind == JsonValueKind.Array ? type.EnumerateArray() : [type];
        var types = new List<string>();
        foreach (var one in named)
        {
            if (one.ValueKind != JsonValueKind.String || !Types.Contains(one.GetString())) throw new UnsupportedSchemaException(pointer, "type", $"must be one or a list of {string.Join(", ", Types)}");
            if (!types.Contains(one.GetString()!)) types.Add(one.GetString()!);
        }

        return types.Count > 0 ? types : throw new UnsupportedSchemaException(pointer, "type", "names no type, so that no value is legal");
    }

    /// <summary>The types that are generated: those named, else those that the keywords are about; empty where any value will do.</summary>
    public static List<string> TypesToWrite(JsonElement schema, List<string> keywords, string pointer)
    {
        var types = TypesOf(schema, pointer) ?? [.. ByType.Where(group => group.Keywords.Any(keywords.Contains)).Select(static group => group.Type)];
        if (types.Contains("number")) types.Remove("integer");
        return types;
    }

    /// <summary>A keyword that counts; null where the schema does not have it.</summary>
    public static int? Count(JsonElement schema, string keyword, string pointer)
    {
        if (!schema.TryGetProperty(keyword, out var value)) return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var count) && count is >= 0 and <= RuleSet.MaxCount
            ? count
            : throw new UnsupportedSchemaException(pointer, keyword, $"must be a whole number from 0 to {RuleSet.MaxCount}");
    }

    /// <summary>Two counts, least first.</summary>
    public static (int Least, int? Most) Counts(JsonElement schema, string least, string most, string pointer)
    {
        var (low, high) = (Count(schema, least, pointer) ?? 0, Count(schema, most, pointer));
        return high < low ? throw new UnsupportedSchemaException(pointer, most, $"is below '{least}', so that no value is legal") : (low, high);
    }

    public static JsonKinds KindOf(string type) => type switch
    {
        "object" => JsonKinds.Object,
        "array" => JsonKinds.Array,
        "string" => JsonKinds.Text,
        "number" or "integer" => JsonKinds.Number,
        "boolean" => JsonKinds.Boolean,
        _ => JsonKinds.Null,
    };
}
