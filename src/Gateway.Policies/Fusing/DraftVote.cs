namespace Gateway.Policies;

/// <summary>What drafts answer, as votes.</summary>
internal sealed class DraftVote
{
    private readonly IReadOnlyList<Ballot> _ballots;
    private readonly VoteTally _tally;

    /// <param name="drafts">In call order; at least one.</param>
    /// <param name="extractor">Reads the answers.</param>
    public DraftVote(IReadOnlyList<Candidate> drafts, IAnswerExtractor extractor)
    {
        _ballots = [.. drafts.Select(draft => new Ballot(draft, AnswerKey.Of(draft, extractor)))];
        _tally = new VoteTally(drafts.Count);
        for (var i = 0; i < _ballots.Count; i++) _tally.Add(i, _ballots[i].Key);
    }

    /// <summary>The first draft with the most frequent answer; the first of all where none has an answer.</summary>
    public Candidate Winner => _tally.Leader is { } leader ? _ballots.First(ballot => ballot.Key == leader).Candidate : _ballots[0].Candidate;

    /// <summary>All drafts that have an answer have the same, and one has.</summary>
    public bool Agrees => _tally.Leader is { } leader && _tally.VotesFor(leader) == _tally.Votes;

    /// <summary>The first draft with the most frequent tool calls, where more than half of the drafts call tools; else null.</summary>
    public Candidate? MostFrequentCall
    {
        get
        {
            var calling = _ballots.Where(static ballot => ballot.Key is { CallsTools: true }).ToArray();
            return 2 * calling.Length > _ballots.Count ? calling.GroupBy(static ballot => ballot.Key).MaxBy(static call => call.Count())!.First().Candidate : null;
        }
    }

    /// <summary>The votes for the run's record.</summary>
    public Scored ToEvent() => new("majority", [.. _ballots.Select(ballot => ballot.Score(_tally))]);

    /// <summary>The votes in words.</summary>
    public string Describe() => _tally.Leader is { } leader
        ? FormattableString.Invariant($"{_tally.VotesFor(leader)} of {_tally.Votes} votes are for the most frequent answer")
        : "no draft holds an answer";
}
