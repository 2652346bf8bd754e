namespace Gateway.Policies;

/// <summary>An item that a policy learns from.</summary>
/// <param name="Id">The item's.</param>
/// <param name="Candidates">The answers that came, in the order of the calls.</param>
internal sealed record FittingItem(string Id, IReadOnlyList<FittingCandidate> Candidates);

/// <summary>An answer whose worth is known.</summary>
/// <param name="Candidate">The answer.</param>
/// <param name="Correct">The suite's verdict.</param>
internal sealed record FittingCandidate(Candidate Candidate, bool Correct);
