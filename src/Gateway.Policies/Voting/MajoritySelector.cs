namespace Gateway.Policies;

/// <summary>
/// Self-consistency (Wang et al. 2022, arXiv 2203.11171): the answer that most samples reach. Stops, and cancels what is left, as soon as
/// the outstanding samples cannot change it.
/// </summary>
internal sealed class MajoritySelector(IAnswerExtractor extractor, VoteWeights weights) : ISelector
{
    public async Task<Candidate> SelectAsync(PolicyRun run, IReadOnlyList<ModelCall> calls, CancellationToken cancellationToken)
    {
        var poll = new Poll(calls, extractor, weights);
        await foreach (var candidate in run.CallManyAsync(calls, cancellationToken))
        {
            poll.Add(candidate);
            if (poll.Tally.IsDecided) break;
        }

        var finished = poll.Close(run, out var counts);
        if (poll.Tally.Leader is not { } winner)
        {
            var why = poll.HasAnswers ? "no sample that counts holds an answer" : "no sample holds an answer";
            run.Note(new Decided("fallback", $"{why}, the first is delivered; {counts}"));
            return finished[0].Candidate;
        }

        run.Note(new Decided("winner", FormattableString.Invariant($"the winning answer has {poll.Tally.VotesFor(winner)} of {poll.Tally.Votes} votes, the next {poll.Tally.RunnerUp}; {counts}")));
        return finished.First(ballot => ballot.Key == winner).Candidate;
    }
}
