using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.Policies;

/// <summary>
/// The JSON Schema keywords that the validator checks. It ignores others silently, and a verifier that ignores half of its schema
/// would pass wrong answers, so they are refused at load.
/// </summary>
internal static class SchemaKeywords
{
    private static readonly HashSet<string> Types = ["object", "array", "string", "integer", "number", "boolean", "null"];
    private static readonly HashSet<string> Annotations = ["title", "description", "default", "examples", "$schema", "$comment"];
    private static readonly HashSet<string> Schemas = ["additionalProperties", "items", "not"];
    private static readonly HashSet<string> SchemaLists = ["allOf", "anyOf", "oneOf"];
    private static readonly HashSet<string> SchemaMaps = ["properties", "definitions", "$defs"];

    private static readonly HashSet<string> Values =
    [
        "$ref", "required", "enum", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength",
        "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties",
    ];

    /// <exception cref="FormatException">The schema at <paramref name="path"/> or one below it has something that would not be checked.</exception>
    public static void Check(JsonNode? schema, string path)
    {
        if (schema is not JsonObject keywords) throw new FormatException($"{path} is not a schema; give a mapping of keywords");
        foreach (var (keyword, value) in keywords)
        {
            if (keyword == "type") CheckType(value, path);
            else if (Schemas.Contains(keyword)) CheckOne(keyword, value, $"{path}/{keyword}");
            else if (SchemaLists.Contains(keyword)) CheckList(value, $"{path}/{keyword}");
            else if (SchemaMaps.Contains(keyword)) CheckMap(value, $"{path}/{keyword}");
            else if (keyword == "multipleOf") CheckMultiple(value, path);
            else if (!Values.Contains(keyword) && !Annotations.Contains(keyword)) throw Unknown(keyword, path);
        }
    }

    private static void CheckType(JsonNode? value, string path)
    {
        JsonNode?[] types = value is JsonArray list ? [.. list] : [value];
        foreach (var type in types)
        {
            if (type?.GetValueKind() != JsonValueKind.String || !Types.Contains(type.GetValue<string>()))
                throw new FormatException($"{path}/type is {type?.ToJsonString() ?? "null"}; legal are {string.Join(", ", Types)}");
        }
    }

    private static void CheckOne(string keyword, JsonNode? value, string path)
    {
        if (keyword == "additionalProperties" && value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False) return;
        Check(value, path);
    }

    private static void CheckList(JsonNode? value, string path)
    {
        if (value is not JsonArray { Count: > 0 } list) throw new FormatException($"{path} is not a list of schemas");
        for (var i = 0; i < list.Count; i++) Check(list[i], $"{path}/{i}");
    }

    private static void CheckMap(JsonNode? value, string path)
    {
        if (value is not JsonObject map) throw new FormatException($"{path} is not a mapping of names to schemas");
        foreach (var (name, schema) in map) Check(schema, $"{path}/{name}");
    }

    private static void CheckMultiple(JsonNode? value, string path)
    {
        if (value?.GetValueKind() != JsonValueKind.Number || value.GetValue<double>() is not > 0)
            throw new FormatException($"{path}/multipleOf is {value?.ToJsonString() ?? "null"}; legal is a number above 0");
    }

    private static FormatException Unknown(string keyword, string path)
    {
        var known = Values.Concat(Schemas).Concat(SchemaLists).Concat(SchemaMaps).Append("type").Order(StringComparer.Ordinal).ToArray();
        var instead = keyword switch
        {
            "const" => "; write enum: [value] for const",
            "pattern" => "; for patterns use {by: verifier, regex: R}, which runs under a time limit",
            _ => Nearest.Hint(keyword, known),
        };
        return new FormatException($"{path}/{keyword} would not be checked{instead}; legal are {string.Join(", ", known)}");
    }
}
