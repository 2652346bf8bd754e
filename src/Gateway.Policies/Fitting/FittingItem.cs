namespace Gateway.Policies;

/// <summary>An item that a policy learns from.</summary>
/// <param name="Id">The item's.</param>
/// <param name="Prompt">What was asked.</param>
/// <param name="Candidates">The answers that came, in the order of <see cref="FittingObservation.Candidates"/>.</param>
/// <param name="Numbers">What the kind saw beside them.</param>
internal sealed record FittingItem(string Id, Prompt Prompt, IReadOnlyList<FittingCandidate> Candidates, IReadOnlyList<double> Numbers);

/// <summary>An answer whose worth is known.</summary>
/// <param name="Candidate">The answer.</param>
/// <param name="Correct">The suite's verdict.</param>
internal sealed record FittingCandidate(Candidate Candidate, bool Correct);

/// <summary>What a kind saw of an item to learn from.</summary>
/// <param name="Candidates">Answers, faulty ones too; those that have an answer are graded.</param>
/// <param name="Numbers">Whatever the kind needs beside them, in its own order: an embedding, say, or what a judge said.</param>
internal sealed record FittingObservation(IReadOnlyList<Candidate> Candidates, IReadOnlyList<double> Numbers);

/// <summary>What a policy would do with an item.</summary>
/// <param name="Correct">It would deliver a right answer.</param>
/// <param name="Cost">What its calls cost, in US dollars.</param>
internal readonly record struct FittingOutcome(bool Correct, decimal Cost);
