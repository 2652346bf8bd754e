namespace Gateway.Policies;

/// <summary>Makes the calls of several samples and chooses one.</summary>
internal interface ISelector
{
    /// <returns>A candidate with an answer.</returns>
    /// <exception cref="NoCandidateException">No call gave an answer.</exception>
    Task<Candidate> SelectAsync(PolicyRun run, IReadOnlyList<ModelCall> calls, CancellationToken cancellationToken);
}
