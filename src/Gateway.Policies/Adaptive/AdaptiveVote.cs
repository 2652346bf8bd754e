namespace Gateway.Policies;

/// <summary>
/// A vote that draws on until its leader is sure. Each round is the fewest samples that could make it sure, so that a request waits for few
/// rounds and none of them is drawn in vain; how many are drawn depends on what the samples say alone.
/// </summary>
internal sealed class AdaptiveVote(IAnswerExtractor extractor, double confidence, AllocationProfile? profile)
{
    /// <returns>A candidate with an answer.</returns>
    /// <exception cref="NoCandidateException">No call gave an answer.</exception>
    public async Task<Candidate> SelectAsync(PolicyRun run, AdaptiveDraws draws, CancellationToken cancellationToken)
    {
        var tally = new VoteTally(draws.Most);
        var ballots = new SortedList<int, (Candidate Candidate, AnswerKey? Key)>();
        while (!tally.IsDecided && !IsSure(tally, confidence))
        {
            var first = draws.Drawn;
            var round = draws.Next(first == 0 && profile is not null ? profile.MinN : NextRound(tally, confidence, draws.Most));
            if (round.Count == 0) break;

            var order = new CallOrder(round);
            await foreach (var candidate in draws.CallAsync(round, cancellationToken))
            {
                var key = AnswerKey.Of(candidate, extractor);
                ballots.Add(first + order.Of(candidate), (candidate, key));
                tally.Add(first + order.Of(candidate), key);
                if (tally.IsDecided) break;
            }

            // What the budget refuses once it refuses again.
            if (ballots.Values.Any(static ballot => ballot.Candidate.Fault is { Kind: FaultKind.BudgetSpent })) break;
            if (first > 0 || profile is null || tally.IsDecided) continue;

            profile.Limit(run, draws, [.. ballots.Values.Where(static ballot => ballot.Candidate.Ok).Select(static ballot => (ballot.Candidate.Text, ballot.Key))]);
            tally = new VoteTally(draws.Most);
            foreach (var (sample, ballot) in ballots) tally.Add(sample, ballot.Key);
        }

        return Winner(run, draws, tally, [.. ballots.Values]);
    }

    /// <summary>No further sample is needed.</summary>
    internal static bool IsSure(VoteTally tally, double confidence) => tally.Leader is not null && VotePosterior.Of((int)LeaderVotes(tally), (int)tally.RunnerUp) >= confidence;

    /// <summary>The fewest further samples that could make it sure.</summary>
    internal static int NextRound(VoteTally tally, double confidence, int most) => VotePosterior.VotesToGo((int)LeaderVotes(tally), (int)tally.RunnerUp, confidence, most);

    private static decimal LeaderVotes(VoteTally tally) => tally.Leader is { } leader ? tally.VotesFor(leader) : 0;

    private static Candidate Winner(PolicyRun run, AdaptiveDraws draws, VoteTally tally, IReadOnlyList<(Candidate Candidate, AnswerKey? Key)> ballots)
    {
        var finished = ballots.Where(static ballot => ballot.Candidate.Ok).ToArray();
        if (finished.Length == 0) throw new NoCandidateException([.. ballots.Select(static ballot => ballot.Candidate)]);
        run.Note(new Scored("majority", [.. finished.Select(ballot => new CandidateScore(
            ballot.Candidate.Call.Model, ballot.Candidate.Call.SampleIndex, ballot.Key is { } key ? (double)tally.VotesFor(key) : null, ballot.Key?.Text))]));
        if (tally.Leader is not { } winner)
        {
            run.Note(new Decided("fallback", $"no sample holds an answer, the first is delivered; {draws.Describe()}"));
            return finished[0].Candidate;
        }

        var sure = VotePosterior.Of((int)tally.VotesFor(winner), (int)tally.RunnerUp);
        run.Note(new Decided("winner", FormattableString.Invariant(
            $"the winning answer has {tally.VotesFor(winner)} of {tally.Votes} votes, the next {tally.RunnerUp}, and leads with probability {sure:0.###}; {draws.Describe()}")));
        return finished.First(ballot => ballot.Key == winner).Candidate;
    }
}
