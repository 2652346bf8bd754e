namespace Gateway.Policies;

/// <summary>
/// The passing sample that comes first in call order. Taking the first to arrive instead would save a wait for slower samples before it,
/// and would make the answer depend on the network: the same request with the same seed could get another one.
/// </summary>
internal sealed class FirstPassing(Func<PolicyRun, string, bool> passes)
{
    private readonly List<(Candidate Candidate, bool Passed)> _finished = [];
    private readonly List<Candidate> _failed = [];
    private Candidate? _winner;

    /// <summary>Candidates without an answer.</summary>
    public IReadOnlyList<Candidate> Failed => _failed;

    /// <summary>Candidates that have an answer, in call order.</summary>
    public IEnumerable<Candidate> Candidates => _finished.Select(static one => one.Candidate);

    /// <summary>Samples that were still out when the winner was known.</summary>
    public int NotNeeded { get; private set; }

    /// <summary>Samples that have an answer.</summary>
    public int Finished => _finished.Count;

    /// <summary>Makes further calls, until it is known which is the first that passes.</summary>
    /// <returns>False where none of these passes.</returns>
    public async Task<bool> FindAsync(PolicyRun run, IReadOnlyList<ModelCall> calls, CancellationToken cancellationToken)
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

        for (var i = 0; i < calls.Count; i++)
        {
            if (arrived[i] is not { } candidate) NotNeeded++;
            else if (candidate.Ok) _finished.Add((candidate, passed[i]));
            else _failed.Add(candidate);
        }

        _winner = known < calls.Count ? arrived[known] : null;
        return _winner is not null;
    }

    /// <summary>The first that passed; without one the first.</summary>
    /// <param name="run">Takes the scores and the reason.</param>
    /// <param name="counts">How many were drawn, for the record.</param>
    /// <exception cref="NoCandidateException">No call gave an answer.</exception>
    public Candidate Winner(PolicyRun run, string counts)
    {
        if (_finished.Count == 0) throw new NoCandidateException(_failed);
        run.NoteScores("verifier", [.. Candidates], [.. _finished.Select(static one => one.Passed ? 1.0 : 0.0)]);
        if (_winner is null)
        {
            run.Note(new Decided("fallback", $"no candidate passed, the first is delivered; {counts}"));
            return _finished[0].Candidate;
        }

        run.Note(new Decided("winner", $"{_winner.Call.Model}'s sample {_winner.Call.SampleIndex} is the first that passed; {counts}"));
        return _winner;
    }
}
