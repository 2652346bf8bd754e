namespace Gateway.OpenAI;

/// <summary>The <c>gateway</c> object of a request: what OpenAI's API has no field for.</summary>
public sealed record GatewayExtension
{
    /// <summary>A request without one.</summary>
    public static GatewayExtension None { get; } = new();

    /// <summary>The request's own limits; they only lower the policy's.</summary>
    public BudgetLimits Budget { get; init; } = BudgetLimits.None;

    /// <summary>Null leaves it to the policy and the configuration.</summary>
    public CacheDirective? Cache { get; init; }

    /// <summary>The answer's <c>gateway</c> object shall hold the candidates.</summary>
    public bool IncludeCandidates { get; init; }

    /// <summary>The answer's <c>gateway</c> object shall hold the run's record.</summary>
    public bool IncludeRecord { get; init; }

    /// <summary>The run's seed; goes before the request's <c>seed</c>.</summary>
    public long? Seed { get; init; }
}
