using Microsoft.Extensions.AI;

namespace Gateway.Testing;

/// <summary>A policy written in a test, to drive the engine.</summary>
public sealed class InlinePolicy(Func<PolicyRun, CancellationToken, IAsyncEnumerable<ChatResponseUpdate>> answer) : IPolicy
{
    /// <summary>As a definition under a name.</summary>
    public static PolicyDefinition Define(string name, Func<PolicyRun, CancellationToken, IAsyncEnumerable<ChatResponseUpdate>> answer, BudgetLimits? budget = null) =>
        new("inline", new InlineOptions { Name = name, Budget = budget ?? BudgetLimits.None }, new InlinePolicy(answer), "");

    public IAsyncEnumerable<ChatResponseUpdate> AnswerAsync(PolicyRun run, CancellationToken cancellationToken) => answer(run, cancellationToken);

    private sealed record InlineOptions : PolicyOptions;
}
