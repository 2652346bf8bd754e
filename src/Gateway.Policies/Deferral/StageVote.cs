namespace Gateway.Policies;

/// <summary>Collects the samples of a stage, and tells when those that are out can no longer change its vote.</summary>
/// <param name="samples">How many were asked for.</param>
/// <param name="extractor">What of a text votes.</param>
internal sealed class StageVote(int samples, IAnswerExtractor extractor)
{
    private readonly VoteTally _tally = new(samples);
    private readonly SortedList<int, (Candidate Candidate, AnswerKey? Key)> _ballots = [];

    private int Answers => (int)_tally.Votes;

    private int Most => _tally.Leader is { } leader ? (int)_tally.VotesFor(leader) : 0;

    /// <summary>Those that failed, in call order.</summary>
    public IEnumerable<Candidate> Failed => _ballots.Values.Where(static ballot => !ballot.Candidate.Ok).Select(static ballot => ballot.Candidate);

    /// <param name="sample">Its place in the order of the calls.</param>
    /// <param name="candidate">How it ended.</param>
    public void Add(int sample, Candidate candidate)
    {
        var key = AnswerKey.Of(candidate, extractor);
        _ballots.Add(sample, (candidate, key));
        _tally.Add(sample, key);
    }

    /// <summary>Whatever the outstanding samples say, the leader wins, and its share reaches the threshold.</summary>
    public bool IsSurelyMet(double threshold) =>
        (_tally.Outstanding == 0 || _tally.IsDecided) && VoteShareSignal.IsEnough(Answers, samples) && VoteShareSignal.Reaches(Most, Answers + _tally.Outstanding, threshold);

    /// <summary>Whatever they say, the share stays below the threshold.</summary>
    public bool IsSurelyMissed(double threshold)
    {
        var answers = Answers + _tally.Outstanding;
        return !VoteShareSignal.IsEnough(answers, samples) || !VoteShareSignal.Reaches(Most + _tally.Outstanding, answers, threshold);
    }

    /// <returns>Null where no sample that ended has an answer of any kind.</returns>
    public StageAnswer? ToAnswer()
    {
        var finished = _ballots.Values.Where(static ballot => ballot.Candidate.Ok).ToArray();
        if (finished.Length == 0) return null;
        var votes = finished.Where(static ballot => ballot.Key is not null).CountBy(static ballot => ballot.Key!.Value).Select(static pair => pair.Value).ToArray();
        var winner = _tally.Leader is { } leader ? finished.First(ballot => ballot.Key == leader) : finished[0];
        return new StageAnswer(winner.Candidate, winner.Key, votes, samples);
    }
}
