using System.Text.Json;

namespace Gateway.Llama.Grammar;

/// <summary>Strings, by their length or their format.</summary>
internal static class TextRules
{
    private static readonly string[] Formats = ["date-time", "date", "time", "uuid", "ipv4"];

    /// <returns>The rule's body.</returns>
    public static string Write(JsonElement schema, string pointer, string rule, RuleSet rules)
    {
        string[] present = [.. SchemaKeywords.ByType.Single(static group => group.Type == "string").Keywords.Where(keyword => schema.TryGetProperty(keyword, out _))];
        if (present.Length == 0) return rules.Use("string");
        if (schema.TryGetProperty("format", out var format)) return Format(format, pointer, present, rules);
        if (schema.TryGetProperty("pattern", out var pattern))
        {
            SchemaKeywords.Alone("pattern", [.. present], pointer);
            if (pattern.ValueKind != JsonValueKind.String) throw new UnsupportedSchemaException(pointer, "pattern", "must be a string");
            return PatternRules.Write(pattern.GetString()!, pointer, rule, rules);
        }

        var (least, most) = SchemaKeywords.Counts(schema, "minLength", "maxLength", pointer);
        var character = rules.Use(most is null ? "char" : "bmp");
        return $"\"\\\"\" {rules.Repeat(character, pointer, least, most)} \"\\\"\"";
    }

    private static string Format(JsonElement format, string pointer, string[] present, RuleSet rules)
    {
        if (format.ValueKind != JsonValueKind.String || !Formats.Contains(format.GetString()))
        {
            throw new UnsupportedSchemaException(pointer, "format", $"is supported as {string.Join(", ", Formats)}; leave out any other");
        }

        SchemaKeywords.Alone("format", [.. present], pointer);
        return $"\"\\\"\" {rules.Use(format.GetString()!)} \"\\\"\"";
    }
}
