namespace Gateway.Evals.Running;

/// <summary>One of the samples that a policy drew, judged by itself.</summary>
/// <param name="Model">Whose.</param>
/// <param name="Sample">Which.</param>
/// <param name="Answer">What the suite's extractor read from it; null where it found nothing.</param>
/// <param name="Correct">It would have been right.</param>
internal sealed record GradedCandidate(string Model, int Sample, string? Answer, bool Correct);
