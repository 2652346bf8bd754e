namespace Gateway.Policies;

/// <inheritdoc cref="FirstPassing"/>
internal sealed class FirstPassingSelector(Func<PolicyRun, string, bool> passes) : ISelector
{
    public async Task<Candidate> SelectAsync(PolicyRun run, IReadOnlyList<ModelCall> calls, CancellationToken cancellationToken)
    {
        var search = new FirstPassing(passes);
        await search.FindAsync(run, calls, cancellationToken);
        return search.Winner(run, $"{search.Finished} of {calls.Count} samples finished, {search.NotNeeded} were not needed");
    }
}
