namespace Gateway;

/// <summary>Why a call gave no candidate.</summary>
public enum FaultKind
{
    /// <summary>The endpoint or the engine failed, or could not be reached.</summary>
    Upstream,

    /// <summary>No answer within the model's time limit or the run's.</summary>
    Timeout,

    /// <summary>The endpoint or the local queue refused for load (429).</summary>
    RateLimited,

    /// <summary>Prompt and answer do not fit the model's context.</summary>
    ContextTooLong,

    /// <summary>The endpoint refused the request itself (400, 404, 413, 422).</summary>
    Refused,

    /// <summary>The endpoint answered something that is not the protocol.</summary>
    Malformed,

    /// <summary>A recorded model was asked for a sample that was not recorded.</summary>
    NotRecorded,

    /// <summary>The call did not fit what the run's budget had left, and was not made.</summary>
    BudgetSpent,

    /// <summary>The outcome was decided, or the client left, before the call finished.</summary>
    Abandoned,
}
