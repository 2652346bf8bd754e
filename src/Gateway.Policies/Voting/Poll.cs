namespace Gateway.Policies;

/// <summary>The samples of one round and their votes, in call order whatever the order of arrival.</summary>
internal sealed class Poll(IReadOnlyList<ModelCall> calls, IAnswerExtractor extractor, VoteWeights weights)
{
    private readonly CallOrder _order = new(calls);
    private readonly SortedList<int, Ballot> _ballots = [];

    /// <summary>Every sample counts the same.</summary>
    public Poll(IReadOnlyList<ModelCall> calls, IAnswerExtractor extractor)
        : this(calls, extractor, VoteWeights.Equal)
    {
    }

    public VoteTally Tally { get; } = new([.. calls.Select(call => weights.Of(call.Model))]);

    /// <summary>At least one sample that has arrived holds an answer, counted or not.</summary>
    public bool HasAnswers => _ballots.Values.Any(static ballot => ballot.Key is not null);

    /// <summary>A sample has arrived.</summary>
    public void Add(Candidate candidate)
    {
        var ballot = new Ballot(candidate, AnswerKey.Of(candidate, extractor));
        _ballots.Add(_order.Of(candidate), ballot);
        Tally.Add(_order.Of(candidate), ballot.Key);
    }

    /// <summary>Ends the poll: the samples that did not fail, their votes noted in the run's record.</summary>
    /// <param name="run">Takes the votes.</param>
    /// <param name="counts">How many finished, failed and were not needed, for the record.</param>
    /// <exception cref="NoCandidateException">All failed.</exception>
    public IReadOnlyList<Ballot> Close(PolicyRun run, out string counts)
    {
        var finished = _ballots.Values.Where(static ballot => ballot.Candidate.Ok).ToArray();
        if (finished.Length == 0) throw new NoCandidateException([.. _ballots.Values.Select(static ballot => ballot.Candidate)]);

        run.Note(new Scored("majority", [.. finished.Select(ballot => ballot.Score(Tally))]));
        counts = $"{finished.Length} of {calls.Count} samples finished, {_ballots.Count - finished.Length} failed, {Tally.Outstanding} were not needed";
        return finished;
    }
}
