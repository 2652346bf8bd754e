using System.Text.Json;

namespace Gateway.Llama.Grammar;

/// <summary>
/// Turns a JSON schema into a grammar for libllama. Every sentence of it fulfils the schema; not every value that does is a sentence:
/// properties come in the schema's order, and nothing undeclared where the schema does not speak of it.
/// </summary>
internal static class JsonSchemaGrammar
{
    private const int MaxCharacters = 256 * 1024;
    private const int MaxDepth = 64;

    /// <summary>Any JSON object.</summary>
    public static string AnyObject { get; } = OfRule("object");

    /// <param name="schema">The schema.</param>
    /// <param name="frame">What stands around the value; unset: nothing.</param>
    /// <returns>Rules, of which <c>root</c> is the whole answer's.</returns>
    /// <exception cref="UnsupportedSchemaException">The schema says something that a grammar cannot promise, or is too large.</exception>
    public static string FromSchema(JsonElement schema, ValueFrame? frame = null)
    {
        if (schema.ValueKind == JsonValueKind.Undefined) throw new UnsupportedSchemaException("#", "", "a schema must be an object or true");
        var text = schema.GetRawText();
        if (text.Length > MaxCharacters) throw new UnsupportedSchemaException("#", "", $"the schema has {text.Length} characters; at most {MaxCharacters} are legal");
        try
        {
            CheckText(text);
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = MaxDepth });
            return FromRoot(document.RootElement, frame);
        }
        catch (JsonException e)
        {
            throw new UnsupportedSchemaException("#", "", $"the schema must be JSON at most {MaxDepth} deep without a name twice in one object: {e.Message}");
        }
    }

    private static string FromRoot(JsonElement schema, ValueFrame? frame)
    {
        var schemas = new SchemaRules(schema);
        var value = schemas.RuleOf(schema, "#");
        schemas.Rules.Add("root", "#", frame?.Around(value) ?? value);
        schemas.WriteAll();
        var grammar = schemas.Rules.ToString();
        try
        {
            GbnfCheck.Check(grammar);
        }
        catch (GrammarException e)
        {
            throw new UnsupportedSchemaException(schemas.Rules.PointerOf(e.Rule), "", $"{e.Problem}; let every schema that contains itself do so in an optional property or an array");
        }

        new Ambiguity(schemas.Nodes).Check();
        return grammar;
    }

    private static string OfRule(string name)
    {
        var rules = new RuleSet();
        rules.Add("root", "#", name);
        rules.Use(name);
        return rules.ToString();
    }

    // Half a surrogate is legal in JSON's grammar and no character: nothing could write it.
    private static void CheckText(string text)
    {
        var reader = new Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(text));
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName)) continue;
            try
            {
                reader.GetString();
            }
            catch (InvalidOperationException)
            {
                throw new UnsupportedSchemaException("#", "", "a text in the schema has half a surrogate, which is no character");
            }
        }
    }
}
