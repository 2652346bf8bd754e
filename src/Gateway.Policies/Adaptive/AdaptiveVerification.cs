namespace Gateway.Policies;

/// <summary>Draws on until a sample passes, each round as many as were drawn before: twice the samples that were needed at most, in few rounds.</summary>
internal sealed class AdaptiveVerification(VerifierSelection verifier, IAnswerExtractor extractor, AllocationProfile? profile)
{
    /// <returns>A candidate with an answer.</returns>
    /// <exception cref="NoCandidateException">No call gave an answer.</exception>
    public async Task<Candidate> SelectAsync(PolicyRun run, AdaptiveDraws draws, CancellationToken cancellationToken)
    {
        var search = new FirstPassing(verifier.Passes);
        while (draws.Next(Math.Max(1, draws.Drawn)) is { Count: > 0 } round)
        {
            if (await search.FindAsync(run, round, cancellationToken)) break;
            if (profile is not null && round.Count == draws.Drawn) profile.Limit(run, draws, [.. search.Candidates.Select(candidate => (candidate.Text, AnswerKey.Of(candidate, extractor)))]);
            if (search.Failed.Any(static candidate => candidate.Fault is { Kind: FaultKind.BudgetSpent })) break;
        }

        return search.Winner(run, draws.Describe());
    }
}
