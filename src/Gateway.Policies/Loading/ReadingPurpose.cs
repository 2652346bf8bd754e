namespace Gateway.Policies;

/// <summary>What policies are read for.</summary>
public enum ReadingPurpose
{
    /// <summary>To answer requests.</summary>
    Serving,

    /// <summary>To be evaluated on a suite: they may verify with its grader.</summary>
    Evaluation,

    /// <summary>To learn: the profile that they name need not be there yet.</summary>
    Fitting,
}
