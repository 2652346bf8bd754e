using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Llama.Grammar;
using Microsoft.Extensions.AI;

namespace Gateway.Llama.Tools;

/// <summary>The grammar of calls of some tools: the name is one of theirs, the arguments fulfil its schema.</summary>
internal static class ToolGrammar
{
    private const string Any = """{"type":"object"}""";

    /// <param name="tools">The tools that may be called, at least one.</param>
    /// <param name="form">How the model writes a call.</param>
    /// <param name="several">More than one call may be made.</param>
    /// <returns>GBNF of what follows the form's opening.</returns>
    /// <exception cref="ModelCallException">A strict tool's schema says what a grammar cannot promise.</exception>
    public static string Of(IReadOnlyList<AIFunctionDeclaration> tools, ToolCallForm form, bool several)
    {
        var schemas = tools.Select(static tool => tool.JsonSchema.GetRawText()).ToArray();
        while (true)
        {
            try
            {
                return JsonSchemaGrammar.FromSchema(Calls(tools, schemas, form), several ? form.Frame : form.Frame with { Between = null });
            }
            catch (UnsupportedSchemaException e)
            {
                var (tool, rest) = Place(e.Pointer, form);
                if (tool is not { } i) throw ChatRequest.Refused($"A local model cannot keep to these tools: {e.Message}.", "tools");
                if (IsStrict(tools[i]))
                    throw ChatRequest.Refused($"A local model cannot keep to the parameters of the strict tool '{tools[i].Name}': {e.Message.Replace(e.Pointer, rest, StringComparison.Ordinal)}.", "tools");

                // OpenAI promises the schema for strict tools alone. For others an object is better than no answer.
                schemas[i] = schemas[i] != Any ? Any : throw ChatRequest.Refused($"A local model cannot keep to these tools: {e.Message}.", "tools");
            }
        }
    }

    private static JsonElement Calls(IReadOnlyList<AIFunctionDeclaration> tools, string[] schemas, ToolCallForm form)
    {
        var calls = new JsonArray();
        for (var i = 0; i < tools.Count; i++)
        {
            calls.Add(new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject
                {
                    ["name"] = new JsonObject { ["const"] = tools[i].Name },
                    [form.ArgumentsKey] = Moved(JsonNode.Parse(schemas[i]), Root(i, form)),
                },
                ["required"] = new JsonArray("name", form.ArgumentsKey),
                ["additionalProperties"] = false,
            });
        }

        return JsonElement.Parse(new JsonObject { ["anyOf"] = calls }.ToJsonString());
    }

    private static string Root(int tool, ToolCallForm form) => $"#/anyOf/{tool}/properties/{form.ArgumentsKey}";

    // References count from the document's root, which lies deeper now.
    private static JsonNode? Moved(JsonNode? schema, string root)
    {
        if (schema is JsonArray list)
        {
            foreach (var item in list) Moved(item, root);
        }
        else if (schema is JsonObject keywords)
        {
            foreach (var (name, value) in keywords.ToList())
            {
                if (name == "$ref" && value is JsonValue text && text.TryGetValue<string>(out var reference) && reference.StartsWith('#')) keywords[name] = root + reference[1..];
                else Moved(value, root);
            }
        }

        return schema;
    }

    private static (int? Tool, string Pointer) Place(string pointer, ToolCallForm form)
    {
        var parts = pointer.Split('/', 6);
        return parts.Length >= 5 && parts[1] == "anyOf" && parts[3] == "properties" && parts[4] == form.ArgumentsKey && int.TryParse(parts[2], out var tool)
            ? (tool, parts.Length == 6 ? $"#/{parts[5]}" : "#")
            : (null, pointer);
    }

    private static bool IsStrict(AIFunctionDeclaration tool) => tool.AdditionalProperties.TryGetValue("strict", out var strict) && strict is true;
}
