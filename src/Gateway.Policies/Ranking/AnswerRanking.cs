namespace Gateway.Policies;

/// <summary>
/// Answers by their reward, the mean score of their samples: largest first, then the more frequent, then the one that appears first. Where the
/// scorer can tell nothing, that is the order of the votes.
/// </summary>
internal sealed class AnswerRanking(ICandidateScorer scorer)
{
    /// <summary>Has all samples of the answers scored.</summary>
    /// <param name="run">The run; takes scores and reason.</param>
    /// <param name="answers">Two or more.</param>
    /// <param name="counts">How many samples finished, for the record.</param>
    /// <param name="cancellationToken">Ends the scoring.</param>
    /// <returns>Of each answer, best first, the sample with the largest score; of equal ones the first.</returns>
    public async Task<IReadOnlyList<Candidate>> RankAsync(PolicyRun run, IReadOnlyList<VotedAnswer> answers, string counts, CancellationToken cancellationToken)
    {
        Candidate[] samples = [.. answers.SelectMany(static answer => answer.Samples)];
        var scores = await scorer.ScoreAsync(run, samples, cancellationToken);
        run.NoteScores(scorer.Name, samples, scores);

        var place = 0;
        var ranked = answers.Select(answer => new Ranked(answer, [.. answer.Samples.Select(_ => scores[place++])])).ToArray()
            .OrderByDescending(static one => one.Reward)
            .ThenByDescending(static one => one.Answer.Samples.Count)
            .ToArray();
        var best = ranked[0];
        if (double.IsFinite(best.Reward))
        {
            run.Note(new Decided("winner", FormattableString.Invariant(
                $"of {answers.Count} answers with enough votes {scorer.Name} gives {best.Sample.Call.Model}'s sample {best.Sample.Call.SampleIndex} and those that agree with it {best.Reward:0.###}; {counts}")));
        }
        else
        {
            run.Note(new Decided("fallback", $"{scorer.Name} could tell nothing of {answers.Count} answers with enough votes; the most frequent is delivered; {counts}"));
        }

        return [.. ranked.Select(static one => one.Sample)];
    }

    private sealed record Ranked(VotedAnswer Answer, IReadOnlyList<double> Scores)
    {
        /// <summary>Samples that the scorer could not tell anything of do not count.</summary>
        public double Reward { get; } = Scores.Where(double.IsFinite).DefaultIfEmpty(double.NegativeInfinity).Average();

        public Candidate Sample { get; } = Answer.Samples.Zip(Scores).MaxBy(static pair => pair.Second).First;
    }
}
