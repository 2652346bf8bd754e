namespace Gateway.Evals.Suites;

/// <summary>Items that are made from a seed: the same seed gives the same items on every machine.</summary>
internal sealed record GeneratorSource
{
    /// <summary>Which generator.</summary>
    public required string Kind { get; init; }

    /// <summary>Where the randomness comes from.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How many items.</summary>
    public int Count { get; init; } = 400;

    /// <summary>1 is easy.</summary>
    public int Difficulty { get; init; } = 3;
}
