namespace Gateway.Policies;

/// <summary>1 for a candidate that passes a check, 0 for one that does not.</summary>
internal sealed class VerifierScorer(Func<PolicyRun, string, bool> passes) : ICandidateScorer
{
    public string Name => "verifier";

    public ValueTask<IReadOnlyList<double>> ScoreAsync(PolicyRun run, IReadOnlyList<Candidate> candidates, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<double>>([.. candidates.Select(candidate => passes(run, candidate.Text) ? 1.0 : 0.0)]);
}
