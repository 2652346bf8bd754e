using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.Policies;

/// <summary>
/// The references of a JSON Schema: each leads to a definition of the same schema, and none comes back to itself without a step into the
/// value, on which a validator would recurse until the process dies.
/// </summary>
internal sealed class SchemaReferences
{
    private static readonly string[] InPlace = ["allOf", "anyOf", "oneOf"];
    private readonly JsonObject _root;

    // Schemas from which no circle was met: each is followed once, or a few definitions that name each other twice would take for ever.
    private readonly HashSet<JsonObject> _sound = new(ReferenceEqualityComparer.Instance);

    private SchemaReferences(JsonObject root) => _root = root;

    /// <exception cref="FormatException">A reference leads nowhere, outside the schema, or in a circle.</exception>
    public static void Check(JsonObject schema)
    {
        var references = new SchemaReferences(schema);
        references.Visit(schema);
    }

    /// <summary>Follows the references of every schema below this one.</summary>
    private void Visit(JsonNode? node)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list) Visit(item);
        }
        else if (node is JsonObject schema)
        {
            Follow(schema, []);
            foreach (var (_, value) in schema) Visit(value);
        }
    }

    private void Follow(JsonObject schema, IReadOnlyList<string> path)
    {
        if (_sound.Contains(schema)) return;
        if (schema["$ref"] is { } reference)
        {
            var name = reference.GetValueKind() == JsonValueKind.String ? reference.GetValue<string>() : reference.ToJsonString();
            if (path.Contains(name)) throw new FormatException($"the reference {name} leads back to itself: {string.Join(" -> ", path.Append(name))}");
            Follow(Resolve(name), [.. path, name]);
        }

        foreach (var keyword in InPlace)
        {
            foreach (var part in (schema[keyword] as JsonArray)?.OfType<JsonObject>() ?? []) Follow(part, path);
        }

        if (schema["not"] is JsonObject not) Follow(not, path);
        _sound.Add(schema);
    }

    private JsonObject Resolve(string reference) =>
        reference == "#" ? _root
        : reference.Split('/') is ["#", ("$defs" or "definitions") and var section, var name] && _root[section]?[name] is JsonObject definition ? definition
        : throw new FormatException($"the reference {reference} leads nowhere; legal are # and #/$defs/NAME or #/definitions/NAME of this schema");
}
