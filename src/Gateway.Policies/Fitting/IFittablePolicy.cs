namespace Gateway.Policies;

/// <summary>A policy that can learn from a suite's items.</summary>
internal interface IFittablePolicy : IPlannedPolicy
{
    /// <summary>What it has learned from; null where it names no profile.</summary>
    ProfileReference? Profile { get; }

    /// <summary>How it learns; null where its options leave nothing to learn.</summary>
    IFitter? Fitter { get; }
}
