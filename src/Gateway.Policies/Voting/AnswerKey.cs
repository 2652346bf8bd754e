namespace Gateway.Policies;

/// <summary>What a candidate votes for. Tool calls and texts never vote for the same.</summary>
/// <param name="Text">The extracted answer, or the tool calls.</param>
/// <param name="CallsTools">It is tool calls.</param>
internal readonly record struct AnswerKey(string Text, bool CallsTools)
{
    /// <summary>The vote of a candidate; null where it has no answer, and then it does not vote.</summary>
    public static AnswerKey? Of(Candidate candidate, IAnswerExtractor extractor)
    {
        if (candidate.Response is null) return null;
        if (ToolCalls.Key(candidate.Response) is { } calls) return new AnswerKey(calls, CallsTools: true);
        return extractor.Extract(candidate.Text) is { } answer ? new AnswerKey(answer, CallsTools: false) : null;
    }
}
