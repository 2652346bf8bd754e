namespace Gateway.Evals.Suites;

/// <summary>The whole text with its line breaks, for graders that find the answer themselves.</summary>
internal sealed class RawAnswer : IAnswerExtractor
{
    public const string Word = "raw";

    public string? Extract(string text) => string.IsNullOrWhiteSpace(text) ? null : text;

    public override string ToString() => Word;
}
