using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Llama.Templates;
using Microsoft.Extensions.AI;

namespace Gateway.Llama.Tools;

/// <summary>Tools, their calls and their results as the texts of turns, in a model's own form of a call.</summary>
internal static class ToolTurns
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Turns for a template without places for tools: declarations, calls and results are written into the texts.</summary>
    public static IReadOnlyList<ChatTurn> AsTexts(IReadOnlyList<ChatTurn> turns, ToolUse? tools, ToolCallForm form)
    {
        var texts = new List<ChatTurn>();
        foreach (var turn in turns)
        {
            if (turn.Role != "tool") texts.Add(new ChatTurn(turn.Role, Calls(turn.Text, turn.Calls, form)));
            else AddResult(texts, new ChatTurn("user", $"<tool_response>\n{turn.Text}\n</tool_response>"));
        }

        if (tools is null) return texts;
        var declaration = Declaration(tools);
        if (texts[0].Role == "system") texts[0] = texts[0] with { Text = $"{texts[0].Text}\n\n{declaration}" };
        else texts.Insert(0, new ChatTurn("system", declaration));
        return texts;
    }

    /// <summary>The tools as templates read them.</summary>
    public static JsonArray Declared(ToolUse tools) => [.. tools.Declared.Select(Declared)];

    /// <summary>The text of an assistant's turn with its calls.</summary>
    public static string Calls(string text, IReadOnlyList<FunctionCallContent> calls, ToolCallForm form)
    {
        if (calls.Count == 0) return text;
        var written = calls.Select(call => Json(new JsonObject { ["name"] = call.Name, [form.ArgumentsKey] = JsonNode.Parse(CanonicalJson.Of(call.Arguments)) }));
        var (before, between, after) = form.Frame;
        var opening = form.OpensWithJson ? "" : form.Opening;
        return $"{(text.Length > 0 ? $"{text}\n" : "")}{opening}{before}{string.Join(between ?? "\n", written)}{after}";
    }

    // Many templates want users and assistants in turn: results that follow each other are one turn.
    private static void AddResult(List<ChatTurn> turns, ChatTurn result)
    {
        if (turns.Count > 0 && turns[^1].Role == result.Role && turns[^1].Text.EndsWith("</tool_response>", StringComparison.Ordinal)) turns[^1] = result with { Text = $"{turns[^1].Text}\n{result.Text}" };
        else turns.Add(result);
    }

    private static JsonNode Declared(AIFunctionDeclaration tool) => new JsonObject
    {
        ["type"] = "function",
        ["function"] = new JsonObject
        {
            ["name"] = tool.Name,
            ["description"] = tool.Description,
            ["parameters"] = JsonNode.Parse(tool.JsonSchema.GetRawText()),
        },
    };

    private static string Declaration(ToolUse tools)
    {
        var functions = string.Join('\n', tools.Declared.Select(static tool => Declared(tool).ToJsonString(Readable)));
        var example = Calls("", [new FunctionCallContent("", "the function's name", new Dictionary<string, object?>(StringComparer.Ordinal))], tools.Form);
        return $"""
            # Tools

            You may call functions to help with the request. They are, one a line:
            <tools>
            {functions}
            </tools>

            To call a function, answer with its name and an object of its arguments in exactly this form:
            {example}
            """;
    }

    private static string Json(JsonObject json) => json.ToJsonString(Readable);
}
