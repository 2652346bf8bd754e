namespace Gateway.Policies;

/// <summary>Waits for all samples, has them scored, and takes the largest score; equal scores go to the earlier call.</summary>
internal sealed class ScoredSelector(ICandidateScorer scorer) : ISelector
{
    public async Task<Candidate> SelectAsync(PolicyRun run, IReadOnlyList<ModelCall> calls, CancellationToken cancellationToken)
    {
        var candidates = await run.GatherAsync(calls, cancellationToken);
        if (DistinctAnswers.FirstOfEach(candidates).Count == 1)
        {
            run.Note(new Decided("winner", $"{candidates.Count} of {calls.Count} samples finished and say the same; {scorer.Name} was not asked"));
            return candidates[0];
        }

        var scores = await scorer.ScoreAsync(run, candidates, cancellationToken);
        run.NoteScores(scorer.Name, candidates, scores);
        var best = IndexOfLargest(scores);
        if (!double.IsFinite(scores[best])) return WithoutScores(run, candidates);

        run.Note(new Decided("winner", FormattableString.Invariant(
            $"{scorer.Name} gave {candidates[best].Call.Model}'s sample {candidates[best].Call.SampleIndex} {scores[best]:0.###}; {candidates.Count} of {calls.Count} samples finished")));
        return candidates[best];
    }

    /// <summary>No score at all: the models' own confidence, where every candidate has one, else the first.</summary>
    private Candidate WithoutScores(PolicyRun run, IReadOnlyList<Candidate> candidates)
    {
        var confidences = candidates.Select(MeanLogprob.Of).ToArray();
        if (confidences.Any(static confidence => confidence is null))
        {
            run.Note(new Decided("fallback", $"{scorer.Name} could tell nothing of {candidates.Count} candidates; the first is the answer"));
            return candidates[0];
        }

        run.Note(new Decided("fallback", $"{scorer.Name} could tell nothing of {candidates.Count} candidates; the one with the highest mean log probability is the answer"));
        return candidates[IndexOfLargest([.. confidences.Select(static confidence => confidence!.Value)])];
    }

    /// <summary>The first of the largest; what is not a number is as small as can be.</summary>
    private static int IndexOfLargest(IReadOnlyList<double> scores)
    {
        var best = 0;
        for (var i = 1; i < scores.Count; i++)
        {
            if (scores[i] > scores[best] || (double.IsNaN(scores[best]) && !double.IsNaN(scores[i]))) best = i;
        }

        return best;
    }
}
