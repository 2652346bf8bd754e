namespace Gateway;

/// <summary>Gives each candidate a number; the largest wins. Asks models only through the run, so that its calls are budgeted and recorded.</summary>
public interface ICandidateScorer
{
    /// <summary>The scorer's name in the run's record, as in YAML (<c>judge</c>, <c>self-certainty</c>...).</summary>
    string Name { get; }

    /// <summary>Scores the candidates, all of which have an answer.</summary>
    /// <returns>As many scores as candidates, in their order; negative infinity where the scorer could not tell.</returns>
    ValueTask<IReadOnlyList<double>> ScoreAsync(PolicyRun run, IReadOnlyList<Candidate> candidates, CancellationToken cancellationToken);
}
