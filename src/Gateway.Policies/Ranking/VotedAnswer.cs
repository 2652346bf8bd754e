namespace Gateway.Policies;

/// <summary>An answer and the samples that give it, in call order.</summary>
internal sealed record VotedAnswer(IReadOnlyList<Candidate> Samples);
