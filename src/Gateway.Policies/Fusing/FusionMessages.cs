using Microsoft.Extensions.AI;

namespace Gateway.Policies;

/// <summary>
/// The request's messages as a fuser gets them, so that nothing of the request is lost: history, images and tool results stay the messages
/// that they are. A request of one plain user message becomes exactly two messages, the two templates.
/// </summary>
internal static class FusionMessages
{
    /// <param name="request">The request's messages.</param>
    /// <param name="system">The fuser's instructions. They come first, in one message with the request's own where it begins with such.</param>
    /// <param name="user">The drafts, and what to do with them.</param>
    /// <param name="tellsTask">
    /// <paramref name="user"/> or <paramref name="system"/> has the text of the last user message in it. It then stands in that message's place,
    /// beside what of it is not text, if the conversation ends there; else it follows the conversation.
    /// </param>
    public static IReadOnlyList<ChatMessage> Around(IReadOnlyList<ChatMessage> request, string system, string user, bool tellsTask)
    {
        List<ChatMessage> messages = [.. request];
        if (messages.Count > 0 && messages[0].Role.Value is "system" or "developer") messages[0] = new ChatMessage(messages[0].Role, $"{system}\n\n{messages[0].Text}");
        else messages.Insert(0, new ChatMessage(ChatRole.System, system));

        if (tellsTask && messages[^1] is { } last && last.Role == ChatRole.User)
            messages[^1] = new ChatMessage(ChatRole.User, [.. last.Contents.Where(static content => content is not TextContent), new TextContent(user)]) { AuthorName = last.AuthorName };
        else
            messages.Add(new ChatMessage(ChatRole.User, user));

        return messages;
    }
}
