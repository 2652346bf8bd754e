namespace Gateway;

/// <summary>What a run may use at most. Null means no limit; 0 is legal and allows nothing.</summary>
public sealed record BudgetLimits
{
    public static BudgetLimits None { get; } = new();

    /// <summary>Samples, judge and fuser calls included.</summary>
    public int? Calls { get; init; }

    /// <summary>Generated tokens of all calls.</summary>
    public long? OutputTokens { get; init; }

    /// <summary>US dollars.</summary>
    public decimal? Cost { get; init; }

    /// <summary>From the run's start to its answer.</summary>
    public TimeSpan? WallClock { get; init; }

    /// <summary>The tighter of both in every dimension: a request may lower a policy's limits, never raise them.</summary>
    public BudgetLimits Lower(BudgetLimits other) => ReferenceEquals(other, None) ? this : new()
    {
        Calls = Min(Calls, other.Calls),
        OutputTokens = Min(OutputTokens, other.OutputTokens),
        Cost = Min(Cost, other.Cost),
        WallClock = Min(WallClock, other.WallClock),
    };

    /// <summary>The first limit of 0, by its name in YAML; null where every limit allows something.</summary>
    internal string? Nothing() =>
        Calls is 0 ? "calls" : OutputTokens is 0 ? "output_tokens" : Cost is 0m ? "cost_usd" : WallClock == TimeSpan.Zero ? "wall_clock_ms" : null;

    private static T? Min<T>(T? left, T? right) where T : struct, IComparable<T> =>
        left is { } l ? right is { } r && r.CompareTo(l) < 0 ? right : left : right;
}
