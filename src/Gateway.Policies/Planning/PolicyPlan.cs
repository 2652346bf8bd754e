namespace Gateway.Policies;

/// <summary>What a policy calls to answer one request, told without calling anything.</summary>
/// <param name="Stages">One after another.</param>
public sealed record PolicyPlan(IReadOnlyList<PlannedStage> Stages)
{
    /// <summary>It asks the suite's grader, which is only there in an evaluation and sees the gold answer.</summary>
    public bool AsksSuiteGrader { get; init; }
}

/// <summary>Calls that are made at the same time.</summary>
/// <param name="Role">What for, as in the run's record: <c>sample</c>, <c>judge</c>, <c>answer</c>.</param>
/// <param name="How">How it goes, in a few words.</param>
/// <param name="Calls">Who is called.</param>
public sealed record PlannedStage(string Role, string How, IReadOnlyList<PlannedCalls> Calls);

/// <summary>Calls of one name.</summary>
/// <param name="Model">A model or a policy.</param>
/// <param name="Least">In the best case.</param>
/// <param name="Expected">In the usual case; on average, where a policy decides while it runs whom it asks.</param>
/// <param name="Most">In the worst case.</param>
public sealed record PlannedCalls(string Model, int Least, double Expected, int Most)
{
    /// <summary>The longest answer that the policy allows, in tokens; null where it sets no limit.</summary>
    public int? MaxOutputTokens { get; init; }

    /// <summary>What the calls need that not every model has; null where any name will do.</summary>
    public ModelNeed? Needs { get; init; }
}
