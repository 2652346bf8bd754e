namespace Gateway.Policies;

/// <summary>
/// The least share alpha of the votes with which an answer stays (arXiv 2510.03199). Theory wants 3 / (4 C) for a right answer of
/// probability 1 / C, which nobody knows; with the few samples of a gateway the least that says anything is that two of them agree.
/// </summary>
internal sealed class AnswerThreshold(double? alpha)
{
    private const double LeastVotes = 2;
    private const double LeastShare = 0.1;

    /// <summary>The answers that stay, in the order in which they first appear; the most frequent one where none has enough votes.</summary>
    /// <param name="ballots">The finished samples, at least one of which votes.</param>
    /// <param name="tally">Their votes.</param>
    public IReadOnlyList<VotedAnswer> Kept(IReadOnlyList<Ballot> ballots, VoteTally tally)
    {
        var answers = ballots.Where(static ballot => ballot.Key is not null).GroupBy(static ballot => ballot.Key!.Value).ToArray();
        var kept = answers.Where(answer => Keeps(tally.VotesFor(answer.Key), tally.Votes)).ToArray();
        if (kept.Length == 0) kept = [answers.First(answer => answer.Key == tally.Leader)];
        return [.. kept.Select(static answer => new VotedAnswer([.. answer.Select(static ballot => ballot.Candidate)]))];
    }

    /// <summary>
    /// Whatever the outstanding samples say, the leader stays the most frequent answer and no other reaches the threshold. An answer's share is
    /// largest when all outstanding samples give it, and none has more votes than the runner-up to begin with.
    /// </summary>
    public bool LeavesOnlyTheLeader(VoteTally tally) =>
        tally.IsDecided && !Keeps(tally.RunnerUp + tally.Outstanding, tally.Votes + tally.Outstanding);

    private bool Keeps(decimal votes, decimal all)
    {
        var share = (double)votes / (double)all;
        return share >= (alpha ?? Math.Max(LeastVotes / (double)all, LeastShare));
    }
}
