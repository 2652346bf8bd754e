namespace Gateway;

/// <summary>Everything that happened in one run: the trace, the bill and the evaluation log are views of it.</summary>
/// <param name="Id">The run's id, <c>run_</c> and 32 hex digits, sortable by time.</param>
/// <param name="ParentId">The run that asked for this one, for a policy inside a policy.</param>
/// <param name="Policy">The name that was asked for.</param>
/// <param name="Kind">The policy's kind.</param>
/// <param name="PolicyHash">SHA-256 of the policy's file, first 16 hex digits; empty for a model asked by its own name.</param>
/// <param name="Model">The model whose text the answer is; null without an answer.</param>
/// <param name="Seed">The run's seed, where something asked for it.</param>
/// <param name="Started">When the run opened.</param>
/// <param name="Elapsed">From opening to the end of the answer.</param>
/// <param name="Overhead">The part of it in which no model was being waited for.</param>
/// <param name="Spend">What all calls used, child runs included.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Events">What happened, in order.</param>
public sealed record RunRecord(
    string Id,
    string? ParentId,
    string Policy,
    string Kind,
    string PolicyHash,
    string? Model,
    long? Seed,
    DateTimeOffset Started,
    TimeSpan Elapsed,
    TimeSpan Overhead,
    Spend Spend,
    RunOutcome Outcome,
    IReadOnlyList<RunEvent> Events);

/// <summary>How a run ended.</summary>
public enum RunOutcome
{
    Answered,
    Failed,
    Cancelled,
}
