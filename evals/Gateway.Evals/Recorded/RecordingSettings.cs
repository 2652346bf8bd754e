namespace Gateway.Evals.Recorded;

/// <summary>What is recorded.</summary>
internal sealed record RecordingSettings
{
    public required string Model { get; init; }

    /// <summary>Of each item.</summary>
    public required int Samples { get; init; }

    public required Sampling Sampling { get; init; }

    public required long Seed { get; init; }

    /// <summary>Items at once.</summary>
    public required int Parallel { get; init; }

    public required string Folder { get; init; }
}
