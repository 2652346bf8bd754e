namespace Gateway.Policies;

/// <summary>The whole text, trimmed, white space folded.</summary>
internal sealed class WholeAnswer : IAnswerExtractor
{
    public static WholeAnswer Instance { get; } = new();

    public string? Extract(string text) => Whitespace.Fold(text);

    public override string ToString() => "whole";
}
