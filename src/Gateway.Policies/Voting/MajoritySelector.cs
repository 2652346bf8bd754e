namespace Gateway.Policies;

/// <summary>
/// Self-consistency (Wang et al. 2022, arXiv 2203.11171): the answer that most samples reach. Stops, and cancels what is left, as soon as
/// the outstanding samples cannot change it.
/// </summary>
internal sealed class MajoritySelector(IAnswerExtractor extractor, VoteWeights weights) : ISelector
{
    public async Task<Candidate> SelectAsync(PolicyRun run, IReadOnlyList<ModelCall> calls, CancellationToken cancellationToken)
    {
        var order = new CallOrder(calls);
        var tally = new VoteTally([.. calls.Select(call => weights.Of(call.Model))]);
        var ballots = new SortedList<int, Ballot>();
        await foreach (var candidate in run.CallManyAsync(calls, cancellationToken))
        {
            var ballot = new Ballot(candidate, AnswerKey.Of(candidate, extractor));
            ballots.Add(order.Of(candidate), ballot);
            tally.Add(order.Of(candidate), ballot.Key);
            if (tally.IsDecided) break;
        }

        var finished = ballots.Values.Where(static ballot => ballot.Candidate.Ok).ToArray();
        if (finished.Length == 0) throw new NoCandidateException([.. ballots.Values.Select(static ballot => ballot.Candidate)]);

        run.Note(new Scored("majority", [.. finished.Select(ballot => ballot.Score(tally))]));
        var counts = $"{finished.Length} of {calls.Count} samples finished, {ballots.Count - finished.Length} failed, {tally.Outstanding} were not needed";
        if (tally.Leader is not { } winner)
        {
            var why = ballots.Values.Any(static ballot => ballot.Key is not null) ? "no sample that counts holds an answer" : "no sample holds an answer";
            run.Note(new Decided("fallback", $"{why}, the first is delivered; {counts}"));
            return finished[0].Candidate;
        }

        run.Note(new Decided("winner", FormattableString.Invariant($"the winning answer has {tally.VotesFor(winner)} of {tally.Votes} votes, the next {tally.RunnerUp}; {counts}")));
        return finished.First(ballot => ballot.Key == winner).Candidate;
    }

    private sealed record Ballot(Candidate Candidate, AnswerKey? Key)
    {
        public CandidateScore Score(VoteTally tally) =>
            new(Candidate.Call.Model, Candidate.Call.SampleIndex, Key is { } key ? (double)tally.VotesFor(key) : null, Key?.Text);
    }
}
