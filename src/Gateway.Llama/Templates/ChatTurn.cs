using Microsoft.Extensions.AI;

namespace Gateway.Llama.Templates;

/// <summary>One message as a template sees it.</summary>
/// <param name="Role"><c>system</c>, <c>user</c>, <c>assistant</c> or <c>tool</c>.</param>
/// <param name="Text">What was said; never parsed.</param>
internal readonly record struct ChatTurn(string Role, string Text)
{
    /// <summary>The tools that an assistant's turn calls.</summary>
    public IReadOnlyList<FunctionCallContent> Calls { get; init; } = [];

    /// <summary>The call that a tool's turn answers.</summary>
    public string? CallId { get; init; }
}
