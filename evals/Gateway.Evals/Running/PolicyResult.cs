namespace Gateway.Evals.Running;

/// <summary>What became of a policy.</summary>
/// <param name="Spec">What was run.</param>
/// <param name="Rows">The finished items, by id.</param>
internal sealed record PolicyResult(RunSpec Spec, IReadOnlyList<SampleRow> Rows);
