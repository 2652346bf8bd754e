namespace Gateway.Policies;

/// <summary>The policies in force, and what is wrong with those that are not. Immutable.</summary>
/// <param name="Policies">In the order of their names. Each names only models and policies that exist.</param>
/// <param name="Problems">By file, in the order of each file. A file can be in force and have problems: its last good version is.</param>
public sealed record PolicySet(IReadOnlyList<PolicyDefinition> Policies, IReadOnlyList<PolicyProblem> Problems);
