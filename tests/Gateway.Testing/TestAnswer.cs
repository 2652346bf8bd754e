using Microsoft.Extensions.AI;

namespace Gateway.Testing;

/// <summary>What a run gave, with its record.</summary>
public sealed record TestAnswer(IReadOnlyList<ChatResponseUpdate> Updates, RunRecord Record)
{
    public string Text => string.Concat(Updates.Select(static update => update.Text));

    public Spend Spend => Record.Spend;

    /// <summary>The calls that ended, in the order in which they did.</summary>
    public IReadOnlyList<CallEnded> Calls => [.. Record.Events.OfType<CallEnded>()];

    /// <summary>The reasons of the decisions of one kind.</summary>
    public string Why(string what) => string.Join('\n', Record.Events.OfType<Decided>().Where(decided => decided.What == what).Select(static decided => decided.Why));
}
