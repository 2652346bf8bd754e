using Microsoft.Extensions.AI;

namespace Gateway.Testing;

/// <summary>What a scripted model was asked.</summary>
public sealed record ScriptedRequest(IReadOnlyList<ChatMessage> Messages, ChatOptions Options)
{
    /// <summary>The last message's text.</summary>
    public string Text => Messages[^1].Text;
}
