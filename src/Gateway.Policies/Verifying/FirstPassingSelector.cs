namespace Gateway.Policies;

/// <summary>
/// The passing sample that comes first in call order. Taking the first to arrive instead would save a wait for slower samples before it,
/// and would make the answer depend on the network: the same request with the same seed could get another one.
/// </summary>
internal sealed class FirstPassingSelector(Func<PolicyRun, string, bool> passes) : ISelector
{
    public async Task<Candidate> SelectAsync(PolicyRun run, IReadOnlyList<ModelCall> calls, CancellationToken cancellationToken)
    {
        var order = new CallOrder(calls);
        var arrived = new Candidate?[calls.Count];
        var passed = new bool[calls.Count];
        var known = 0;
        await foreach (var candidate in run.CallManyAsync(calls, cancellationToken))
        {
            var place = order.Of(candidate);
            arrived[place] = candidate;
            passed[place] = candidate.Ok && passes(run, candidate.Text);

            // Only a sample before which everything has arrived and failed the check is sure to be the first.
            while (known < calls.Count && arrived[known] is not null && !passed[known]) known++;
            if (known < calls.Count && passed[known]) break;
        }

        var finished = arrived.OfType<Candidate>().Where(static candidate => candidate.Ok).ToArray();
        if (finished.Length == 0) throw new NoCandidateException([.. arrived.OfType<Candidate>()]);

        run.NoteScores("verifier", finished, [.. finished.Select(candidate => passed[order.Of(candidate)] ? 1.0 : 0.0)]);
        var counts = $"{finished.Length} of {calls.Count} samples finished, {arrived.Count(static candidate => candidate is null)} were not needed";
        if (known == calls.Count)
        {
            run.Note(new Decided("fallback", $"no candidate passed, the first is delivered; {counts}"));
            return finished[0];
        }

        var winner = arrived[known]!;
        run.Note(new Decided("winner", $"{winner.Call.Model}'s sample {winner.Call.SampleIndex} is the first that passed; {counts}"));
        return winner;
    }
}
