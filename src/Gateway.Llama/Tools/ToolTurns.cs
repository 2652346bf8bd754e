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

    /// <summary>Tells the model of its tools in the system turn, which comes first.</summary>
    public static IReadOnlyList<ChatTurn> WithDeclared(IReadOnlyList<ChatTurn> turns, ToolUse tools)
    {
        var text = Declaration(tools);
        return turns[0].Role == "system"
            ? [turns[0] with { Text = $"{turns[0].Text}\n\n{text}" }, .. turns.Skip(1)]
            : [new ChatTurn("system", text), .. turns];
    }

    /// <summary>The text of an assistant's turn with its calls.</summary>
    public static string Calls(string text, IReadOnlyList<FunctionCallContent> calls, ToolCallForm form)
    {
        if (calls.Count == 0) return text;
        var written = calls.Select(call => Json(new JsonObject { ["name"] = call.Name, [form.ArgumentsKey] = JsonNode.Parse(CanonicalJson.Of(call.Arguments)) }));
        var (before, between, after) = form.Frame;
        var opening = form.OpensWithJson ? "" : form.Opening;
        return $"{(text.Length > 0 ? $"{text}\n" : "")}{opening}{before}{string.Join(between ?? "\n", written)}{after}";
    }

    /// <summary>The turn that tells the model what a tool gave. Templates know few roles; these results are in their users' turns.</summary>
    public static ChatTurn Result(FunctionResultContent result) => new("user", $"<tool_response>\n{result.Result}\n</tool_response>");

    private static string Declaration(ToolUse tools)
    {
        var functions = string.Join('\n', tools.Declared.Select(static tool => Json(new JsonObject
        {
            ["type"] = "function",
            ["function"] = new JsonObject
            {
                ["name"] = tool.Name,
                ["description"] = tool.Description,
                ["parameters"] = JsonNode.Parse(tool.JsonSchema.GetRawText()),
            },
        })));
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
