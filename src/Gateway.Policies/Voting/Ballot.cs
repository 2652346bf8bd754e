namespace Gateway.Policies;

/// <summary>A sample and what it votes for.</summary>
/// <param name="Candidate">The sample.</param>
/// <param name="Key">Its vote; null where it has none.</param>
internal sealed record Ballot(Candidate Candidate, AnswerKey? Key)
{
    /// <summary>The votes of its answer, for the record; null where it has none.</summary>
    public CandidateScore Score(VoteTally tally) =>
        new(Candidate.Call.Model, Candidate.Call.SampleIndex, Key is { } key ? (double)tally.VotesFor(key) : null, Key?.Text);
}
