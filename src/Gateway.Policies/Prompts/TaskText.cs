using System.Text;
using Microsoft.Extensions.AI;

namespace Gateway.Policies;

/// <summary>A request and its answers as text, for the prompts of judges.</summary>
internal static class TaskText
{
    /// <summary>What was asked last: the last user message's text.</summary>
    public static string Task(Prompt prompt) => LastUserMessage(prompt) is { } last ? last.Text : "";

    /// <summary>What was said before it and after it (tool calls and their results), each message as <c>role: text</c>; empty where nothing was.</summary>
    public static string Conversation(Prompt prompt)
    {
        var last = LastUserMessage(prompt);
        var text = new StringBuilder();
        foreach (var message in prompt.Messages)
        {
            if (ReferenceEquals(message, last)) continue;
            text.Append(message.Role.Value).Append(": ").AppendLine(Show(message));
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>What a candidate says: its text, and each tool call as name and canonical arguments.</summary>
    public static string Answer(Candidate candidate)
    {
        if (ToolCalls.Describe(candidate.Response!) is not { } calls) return candidate.Text;
        var described = string.Join('\n', calls.Select(static call => $"[calls tool] {call}"));
        return candidate.Text.Length > 0 ? $"{candidate.Text}\n{described}" : described;
    }

    private static string Show(ChatMessage message)
    {
        var parts = message.Contents.Select(static content => content switch
        {
            TextContent text => text.Text,
            FunctionCallContent call => $"[calls tool] {call.Name} {CanonicalJson.Of(call.Arguments)}",
            FunctionResultContent result => $"[tool result] {result.Result}",
            _ => "[not text]",
        });
        return string.Join('\n', parts);
    }

    private static ChatMessage? LastUserMessage(Prompt prompt) => prompt.Messages.LastOrDefault(static message => message.Role == ChatRole.User);
}
