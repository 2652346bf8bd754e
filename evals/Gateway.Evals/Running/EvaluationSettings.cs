using Gateway.Evals.Suites;

namespace Gateway.Evals.Running;

/// <summary>What is evaluated, all of it read and checked.</summary>
internal sealed record EvaluationSettings
{
    public required Suite Suite { get; init; }

    public required SuiteItems Items { get; init; }

    public required ItemSelection Selection { get; init; }

    public required EvaluatedModels Models { get; init; }

    public required PolicyChoice Policies { get; init; }

    public required long Seed { get; init; }

    /// <summary>Items at once; null leaves it to the models.</summary>
    public int? Parallel { get; init; }

    /// <summary>The folder of the results.</summary>
    public required string Out { get; init; }

    /// <summary>Whose commit is noted.</summary>
    public required string Root { get; init; }

    /// <summary>What the user typed.</summary>
    public required string Command { get; init; }
}
