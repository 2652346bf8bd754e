namespace Gateway.Policies;

internal static class RunCalls
{
    /// <summary>Makes all calls at once and waits for all.</summary>
    /// <returns>Every candidate, faulty ones too, in call order.</returns>
    public static async Task<Candidate[]> AllAsync(this PolicyRun run, IReadOnlyList<ModelCall> calls, CancellationToken cancellationToken)
    {
        var order = new CallOrder(calls);
        var all = new Candidate[calls.Count];
        await foreach (var candidate in run.CallManyAsync(calls, cancellationToken)) all[order.Of(candidate)] = candidate;
        return all;
    }

    /// <summary>Adds the candidates' numbers to the run's record.</summary>
    public static void NoteScores(this PolicyRun run, string scorer, IReadOnlyList<Candidate> candidates, IReadOnlyList<double> scores) =>
        run.Note(new Scored(scorer, [.. candidates.Zip(scores, static (candidate, score) =>
            new CandidateScore(candidate.Call.Model, candidate.Call.SampleIndex, double.IsFinite(score) ? score : null))]));
}
