namespace Gateway;

/// <summary>What every policy can be told in YAML.</summary>
public abstract record PolicyOptions
{
    /// <summary>The name that clients send as <c>model</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for, in a sentence.</summary>
    public string? Description { get; init; }

    /// <summary>How candidates are drawn.</summary>
    public Sampling Sampling { get; init; } = Sampling.Unset;

    /// <summary>What one request may use.</summary>
    public BudgetLimits Budget { get; init; } = BudgetLimits.None;
}
