using Microsoft.Extensions.AI;

namespace Gateway;

/// <summary>Tool calls as votes: two candidates that call the same tools with the same arguments say the same.</summary>
public static class ToolCalls
{
    /// <summary>Each tool call as <c>name canonical-arguments</c>, in the answer's order; null where it calls none. Call ids do not count.</summary>
    public static IReadOnlyList<string>? Describe(ChatResponse response)
    {
        List<string>? calls = null;
        foreach (var message in response.Messages)
        {
            foreach (var content in message.Contents)
            {
                if (content is FunctionCallContent call) (calls ??= []).Add($"{call.Name} {CanonicalJson.Of(call.Arguments)}");
            }
        }

        return calls;
    }

    /// <summary>One key for all tool calls of an answer, the same in whatever order they were made; null where it calls none.</summary>
    public static string? Key(ChatResponse response) =>
        Describe(response) is { } calls ? string.Join('\n', calls.Order(StringComparer.Ordinal)) : null;
}
