using System.Globalization;
using System.Text.Json;

namespace Gateway.Llama.Grammar;

/// <summary>
/// Makes one rule for each schema in a document. Schemas wait in a queue instead of being entered, so that no depth of references can
/// overflow the stack, and each place has its rule once, so that it may refer to itself.
/// </summary>
internal sealed class SchemaRules(JsonElement root)
{
    private readonly LocalReferences _references = new(root);
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Queue<(JsonElement Schema, string Pointer, string Rule)> _open = new();

    public RuleSet Rules { get; } = new();

    public Dictionary<string, SchemaNode> Nodes { get; } = new(StringComparer.Ordinal);

    /// <summary>Writes the rules of everything that was asked for.</summary>
    /// <exception cref="UnsupportedSchemaException">A schema says something that cannot be promised.</exception>
    public void WriteAll()
    {
        while (_open.TryDequeue(out var next)) Write(next.Schema, next.Pointer, next.Rule);
    }

    /// <summary>The rule of the schema at a place; it is written later.</summary>
    public string RuleOf(JsonElement schema, string pointer)
    {
        (schema, pointer) = Follow(schema, pointer);
        if (_names.TryGetValue(pointer, out var rule)) return rule;
        if (schema.ValueKind == JsonValueKind.False) throw new UnsupportedSchemaException(pointer, "", "the schema 'false' has no legal value; leave out what must not be there");
        if (schema.ValueKind is not (JsonValueKind.Object or JsonValueKind.True)) throw new UnsupportedSchemaException(pointer, "", "a schema must be an object or true");
        rule = string.Create(CultureInfo.InvariantCulture, $"r{_names.Count}");
        _names.Add(pointer, rule);
        _open.Enqueue((schema, pointer, rule));
        return rule;
    }

    /// <summary>The schema that is meant, where it is a reference.</summary>
    public (JsonElement Schema, string Pointer) Follow(JsonElement schema, string pointer) => _references.Follow(schema, pointer);

    private void Write(JsonElement schema, string pointer, string rule)
    {
        var keywords = schema.ValueKind == JsonValueKind.True ? [] : SchemaKeywords.Of(schema, pointer);
        if (keywords.Contains("const") || keywords.Contains("enum")) WriteValues(schema, keywords, pointer, rule);
        else if (keywords.Contains("anyOf")) WriteChoice("anyOf", schema, keywords, pointer, rule);
        else if (keywords.Contains("oneOf")) WriteChoice("oneOf", schema, keywords, pointer, rule);
        else if (keywords.Contains("allOf")) WriteAllOf(schema, pointer, rule);
        else WriteTypes(schema, keywords, pointer, rule);
    }

    private void WriteValues(JsonElement schema, List<string> keywords, string pointer, string rule)
    {
        var keyword = keywords.Contains("const") ? "const" : "enum";
        SchemaKeywords.Alone(keyword, keywords, pointer, "type");
        var values = FiniteValues.Of(schema, pointer) ?? throw new UnsupportedSchemaException(pointer, keyword, "must be a list of values");
        if (values.Count == 0) throw new UnsupportedSchemaException(pointer, keyword, "has no value of the schema's type, so that none is legal");
        Rules.AddTexts(rule, pointer, [.. values.Keys]);
        Nodes.Add(rule, new SchemaNode(rule, pointer) { Kinds = values.Values.Aggregate(static (all, kind) => all | kind) });
    }

    private void WriteChoice(string keyword, JsonElement schema, List<string> keywords, string pointer, string rule)
    {
        SchemaKeywords.Alone(keyword, keywords, pointer);
        var list = schema.GetProperty(keyword);
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0) throw new UnsupportedSchemaException(pointer, keyword, "must be a list of at least one schema");
        var branches = list.EnumerateArray().Select((branch, i) => (Schema: branch, Pointer: $"{pointer}/{keyword}/{i}")).ToList();
        if (keyword == "oneOf") Disjoint.Check(branches, pointer, this);
        var choices = branches.Select(branch => RuleOf(branch.Schema, branch.Pointer)).Distinct().ToList();
        Rules.Add(rule, pointer, string.Join(" | ", choices));
        Nodes.Add(rule, new SchemaNode(rule, pointer) { Choices = choices });
    }

    private void WriteAllOf(JsonElement schema, string pointer, string rule)
    {
        var node = new SchemaNode(rule, pointer);
        if (AllOf.Only(schema, pointer) is { } only)
        {
            var same = RuleOf(only.Schema, only.Pointer);
            Rules.Add(rule, pointer, same);
            Nodes.Add(rule, node with { Choices = [same] });
            return;
        }

        var shape = AllOf.Merge(schema, pointer, this);
        var (body, written) = ObjectRules.Write(shape, node, this);
        Rules.Add(rule, pointer, body);
        Nodes.Add(rule, written with { Kinds = JsonKinds.Object });
    }

    private void WriteTypes(JsonElement schema, List<string> keywords, string pointer, string rule)
    {
        var node = new SchemaNode(rule, pointer);
        var types = schema.ValueKind == JsonValueKind.True ? [] : SchemaKeywords.TypesToWrite(schema, keywords, pointer);
        var bodies = new List<string>();
        foreach (var type in types)
        {
            (var body, node) = type switch
            {
                "object" => ObjectRules.Write(ObjectShape.Of(schema, pointer), node, this),
                "array" => ArrayRules.Write(schema, pointer, node, this),
                "string" => (TextRules.Write(schema, pointer, rule, Rules), node),
                "number" or "integer" => (NumberRules.Write(schema, pointer, type == "integer", rule, Rules), node),
                _ => (Rules.Use(type), node),
            };
            bodies.Add(body);
            node = node with { Kinds = node.Kinds | SchemaKeywords.KindOf(type) };
        }

        if (types.Count == 0) node = node with { Kinds = JsonKinds.Any };
        Rules.Add(rule, pointer, types.Count == 0 ? Rules.Use("value") : string.Join(" | ", bodies));
        Nodes.Add(rule, node);
    }
}
