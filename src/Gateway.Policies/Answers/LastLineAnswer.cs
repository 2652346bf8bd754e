namespace Gateway.Policies;

/// <summary>The last line that is not blank, trimmed, white space folded.</summary>
internal sealed class LastLineAnswer : IAnswerExtractor
{
    public string? Extract(string text)
    {
        var end = text.AsSpan().TrimEnd();
        return Whitespace.Fold(end[(end.LastIndexOfAny('\n', '\r') + 1)..]);
    }

    public override string ToString() => "last-line";
}
