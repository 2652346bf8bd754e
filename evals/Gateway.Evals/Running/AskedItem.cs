using Gateway.Evals.Suites;
using Microsoft.Extensions.AI;

namespace Gateway.Evals.Running;

/// <summary>The item that a request asks; it travels in the request's <see cref="ChatOptions.AdditionalProperties"/> to recorded models.</summary>
/// <param name="Item">The item.</param>
/// <param name="Messages">What it is asked with.</param>
internal sealed record AskedItem(SuiteItem Item, IReadOnlyList<ChatMessage> Messages)
{
    private const string Key = "gateway.evals.item";

    public int PromptCharacters { get; } = Messages.Sum(static message => message.Text.Length);

    public static AskedItem? Of(ChatOptions? options) =>
        options?.AdditionalProperties is { } properties && properties.TryGetValue(Key, out var value) ? value as AskedItem : null;

    public void AttachTo(ChatOptions options) => (options.AdditionalProperties ??= [])[Key] = this;

    /// <summary>The messages are the item's own: a policy that asks something else about it keeps the options, and is not to get the item's answer.</summary>
    public bool IsAskedBy(IEnumerable<ChatMessage> messages) =>
        ReferenceEquals(messages, Messages) || messages.Select(Said).SequenceEqual(Messages.Select(Said));

    private static (ChatRole Role, string Text) Said(ChatMessage message) => (message.Role, message.Text);
}
