namespace Gateway;

/// <summary>One request to a policy.</summary>
public sealed record RunRequest(Prompt Prompt)
{
    /// <summary>The run's id; null makes a new one.</summary>
    public string? Id { get; init; }

    /// <summary>The caller reads the answer as it is made. Models are then asked to stream what becomes the answer; else they are asked for it whole.</summary>
    public bool Streaming { get; init; }

    /// <summary>The request's own limits; they only lower the policy's.</summary>
    public BudgetLimits Limits { get; init; } = BudgetLimits.None;

    /// <summary>How many runs like this one its maker still plans, this one included: each gets its share of what is left of the maker's budget.</summary>
    public int Siblings { get; init; } = 1;

    /// <summary>What stands before the numbers of its samples: <see cref="SampleIdentity"/>.</summary>
    internal string SamplePrefix { get; init; } = "";

    /// <summary>The run's seed; null takes the client's <c>seed</c>, else a hash of the request.</summary>
    public long? Seed { get; init; }
}
