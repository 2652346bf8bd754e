using System.Text.RegularExpressions;

namespace Gateway.Policies;

/// <summary>The first group of a regular expression's first match, white space folded; the whole match where it has no group.</summary>
internal sealed class RegexAnswer(Regex regex) : IAnswerExtractor
{
    public string? Extract(string text)
    {
        try
        {
            var match = regex.Match(text);
            if (!match.Success) return null;
            return Whitespace.Fold(match.Groups.Count > 1 ? match.Groups[1].ValueSpan : match.ValueSpan);
        }
        catch (RegexMatchTimeoutException)
        {
            // A text that cannot be read in time has no answer; one slow sample must not fail the vote.
            return null;
        }
    }

    public override string ToString() => $"regex {regex}";
}
