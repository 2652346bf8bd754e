using System.Text.Json.Nodes;
using Gateway.Llama.Tools;

namespace Gateway.Llama.Templates;

/// <summary>Turns as the values that templates read, as transformers' <c>apply_chat_template</c> gives them.</summary>
internal static class TemplateMessages
{
    // Mistral's templates refuse ids of any other length.
    private const int MistralIdLength = 9;

    public static JsonArray Of(IReadOnlyList<ChatTurn> turns, ToolCallForm form)
    {
        var names = turns.SelectMany(static turn => turn.Calls).DistinctBy(static call => call.CallId).ToDictionary(static call => call.CallId, static call => call.Name, StringComparer.Ordinal);
        return [.. turns.Select(JsonNode (turn) => Message(turn, names, form))];
    }

    /// <summary>Breaks the names of control tokens in all texts of a value.</summary>
    public static void Break(JsonNode? value, Vocabulary vocabulary)
    {
        if (value is JsonArray list)
        {
            for (var i = 0; i < list.Count; i++)
            {
                if (TextIn(list[i]) is { } text) list[i] = vocabulary.Broken(text);
                else Break(list[i], vocabulary);
            }
        }
        else if (value is JsonObject fields)
        {
            foreach (var (name, field) in fields.ToList())
            {
                var broken = vocabulary.Broken(name);
                if (broken != name)
                {
                    fields.Remove(name);
                    fields[broken] = field;
                }

                if (TextIn(field) is { } text) fields[broken] = vocabulary.Broken(text);
                else Break(field, vocabulary);
            }
        }
    }

    private static JsonObject Message(ChatTurn turn, Dictionary<string, string> names, ToolCallForm form)
    {
        var message = new JsonObject { ["role"] = turn.Role, ["content"] = turn.Text };
        if (turn.Calls.Count > 0)
        {
            message["tool_calls"] = new JsonArray([.. turn.Calls.Select(call => new JsonObject
            {
                ["id"] = Id(call.CallId, form),
                ["type"] = "function",
                ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = JsonNode.Parse(CanonicalJson.Of(call.Arguments)) },
            })]);
        }

        if (turn.CallId is { } answers)
        {
            message["tool_call_id"] = Id(answers, form);
            message["name"] = names.GetValueOrDefault(answers, answers);
        }

        return message;
    }

    private static string Id(string id, ToolCallForm form) => form == ToolCallForm.Mistral
        ? string.Concat(id.Where(char.IsAsciiLetterOrDigit)).PadLeft(MistralIdLength, '0')[^MistralIdLength..]
        : id;

    private static string? TextIn(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
