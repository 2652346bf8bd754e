namespace Gateway.Policies;

/// <summary>Candidates that say the same: the same text and, with tools, the same tool calls. Judging one of them judges all.</summary>
internal static class DistinctAnswers
{
    /// <summary>The first candidate of each answer, in call order.</summary>
    public static IReadOnlyList<Candidate> FirstOfEach(IReadOnlyList<Candidate> candidates) => [.. candidates.DistinctBy(Identity)];

    /// <summary>Equal for candidates that say the same.</summary>
    public static (string Text, string? ToolCalls) Identity(Candidate candidate) => (candidate.Text, ToolCalls.Key(candidate.Response!));
}
