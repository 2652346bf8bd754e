using System.Globalization;
using System.Text;

namespace Gateway.Llama.Grammar;

/// <summary>Objects: the declared properties in the schema's order, then any others.</summary>
internal static class ObjectRules
{
    /// <returns>The rule's body, and what is then known of it.</returns>
    public static (string Body, SchemaNode Node) Write(ObjectShape declared, SchemaNode node, SchemaRules schemas)
    {
        var shape = declared.ToWrite();
        var rules = schemas.Rules;
        var rule = node.Rule;
        var parts = new List<string>(node.Parts);
        var members = new List<(string Text, bool Required)>();
        var blank = rules.Use("w");
        foreach (var (name, (schema, pointer)) in shape.Properties)
        {
            var value = schemas.RuleOf(schema, pointer);
            parts.Add(value);
            members.Add(($"{GbnfText.Literal(GbnfText.JsonString(name) + ":")} {blank} {value}", shape.Required.Contains(name)));
        }

        string? other = null;
        if (shape.Others is { } others)
        {
            var value = schemas.RuleOf(others.Schema, others.Pointer);
            parts.Add(value);
            other = $"{rule}-other";
            rules.Add(other, shape.Pointer, $"{OtherName(shape, rule, rules)} \":\" {blank} {value}");
        }

        var written = node with { Parts = parts };
        if (members.Count > 0 && members[0].Required)
        {
            var (schema, pointer) = schemas.Follow(shape.Properties.GetAt(0).Value.Schema, shape.Properties.GetAt(0).Value.Pointer);
            written = written with { FirstProperty = shape.Properties.GetAt(0).Key, FirstValues = FiniteValues.Of(schema, pointer)?.Keys.ToHashSet(StringComparer.Ordinal) };
        }

        return ($"\"{{\" {Members(members, other, shape.Pointer, rule, rules)} \"}}\"", written);
    }

    // Two chains of rules: after i properties with nothing written yet (no comma is due), and with something written.
    private static string Members(List<(string Text, bool Required)> members, string? other, string pointer, string rule, RuleSet rules)
    {
        for (var i = 0; i <= members.Count; i++)
        {
            var required = i < members.Count && members[i].Required;
            rules.Add(Name(rule, "next", i), pointer, i == members.Count
                ? other is null ? "\"\"" : $"\",\" w {other} {Name(rule, "next", i)} | \"\""
                : $"\",\" w {members[i].Text} {Name(rule, "next", i + 1)}" + (required ? "" : $" | {Name(rule, "next", i + 1)}"));
        }

        for (var i = 0; i <= members.Count; i++)
        {
            var required = i < members.Count && members[i].Required;
            rules.Add(Name(rule, "first", i), pointer, i == members.Count
                ? other is null ? "\"\"" : $"{other} {Name(rule, "next", i)} | \"\""
                : $"{members[i].Text} {Name(rule, "next", i + 1)}" + (required ? "" : $" | {Name(rule, "first", i + 1)}"));
            if (required) break;
        }

        return Name(rule, "first", 0);
    }

    private static string Name(string rule, string chain, int index) => string.Create(CultureInfo.InvariantCulture, $"{rule}-{chain}-{index}");

    // A JSON string that is none of the declared names. It has no escapes: they could spell one of them.
    private static string OtherName(ObjectShape shape, string rule, RuleSet rules)
    {
        if (shape.Properties.Count == 0) return rules.Use("string");
        var name = $"{rule}-name";
        var open = new Queue<(string Rule, List<Rune[]> Names, int Depth)>();
        open.Enqueue((name + "-0", [.. shape.Properties.Keys.Select(static key => key.EnumerateRunes().ToArray())], 0));
        rules.Add(name, shape.Pointer, $"\"\\\"\" {name}-0");
        var count = 1;
        rules.Use("keytail");
        while (open.TryDequeue(out var node))
        {
            var body = new StringBuilder();
            var except = new StringBuilder();
            foreach (var group in node.Names.Where(known => known.Length > node.Depth).GroupBy(known => known[node.Depth]))
            {
                // What JSON writes with an escape cannot be the start of a name without escapes.
                if (group.Key.Value is '"' or '\\' || Rune.IsControl(group.Key)) continue;
                var child = Name(name, "at", count++);
                body.Append(CultureInfo.InvariantCulture, $"[{GbnfText.Character(group.Key)}] {child} | ");
                except.Append(GbnfText.Character(group.Key));
                open.Enqueue((child, [.. group], node.Depth + 1));
            }

            body.Append(CultureInfo.InvariantCulture, $"[^\\\"\\\\\\x00-\\x1F\\x7F-\\x9F{except}] keytail");
            if (!node.Names.Exists(known => known.Length == node.Depth)) body.Append(" | \"\\\"\"");
            rules.Add(node.Rule, shape.Pointer, body.ToString());
        }

        return name;
    }
}
