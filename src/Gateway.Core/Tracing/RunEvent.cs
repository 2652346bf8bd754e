namespace Gateway;

/// <summary>Something that happened in a run.</summary>
public abstract record RunEvent
{
    /// <summary>Its place in the run's order, from 0.</summary>
    public int Seq { get; init; }

    /// <summary>When, counted from the run's start.</summary>
    public TimeSpan At { get; init; }
}

/// <summary>A call came to its end; it began <paramref name="Elapsed"/> before.</summary>
/// <param name="Model">Who was asked.</param>
/// <param name="Role">What for.</param>
/// <param name="SampleIndex">Which sample of its prompt.</param>
/// <param name="Text">The answer; null without one, or where the configuration keeps no texts.</param>
/// <param name="ToolCalls">The answer's tool calls, each as name and canonical arguments; null without any, or as for <paramref name="Text"/>.</param>
/// <param name="FinishReason">Why the model stopped.</param>
/// <param name="Spend">What the call used.</param>
/// <param name="Estimated">The endpoint gave no token counts, or the call was abandoned before it did.</param>
/// <param name="Elapsed">From its reservation to its end.</param>
/// <param name="Fault">Why it failed.</param>
/// <param name="FaultMessage">What was said about it.</param>
/// <param name="Cached">It came from the candidate bank.</param>
/// <param name="ChildRunId">The run behind it, where a policy was asked.</param>
public sealed record CallEnded(
    string Model,
    string Role,
    int SampleIndex,
    string? Text,
    IReadOnlyList<string>? ToolCalls,
    string? FinishReason,
    Spend Spend,
    bool Estimated,
    TimeSpan Elapsed,
    FaultKind? Fault,
    string? FaultMessage,
    bool Cached,
    string? ChildRunId) : RunEvent;

/// <summary>Candidates were given numbers.</summary>
/// <param name="Scorer">By what: <c>majority</c>, <c>judge</c>...</param>
/// <param name="Scores">Each scored candidate.</param>
public sealed record Scored(string Scorer, IReadOnlyList<CandidateScore> Scores) : RunEvent;

/// <summary>A candidate's number.</summary>
/// <param name="Model">Whose candidate.</param>
/// <param name="SampleIndex">Which of its samples.</param>
/// <param name="Score">The number; for a vote how many votes its answer has. Null where the scorer could not tell.</param>
/// <param name="Answer">The answer that voted, where the policy extracts one.</param>
public sealed record CandidateScore(string Model, int SampleIndex, double? Score, string? Answer = null);

/// <summary>The policy made up its mind about something.</summary>
/// <param name="What">The decision, short: <c>winner</c>, <c>stop</c>, <c>fallback</c>...</param>
/// <param name="Why">The reason with its figures.</param>
public sealed record Decided(string What, string Why) : RunEvent;
