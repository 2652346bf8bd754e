using System.Text.RegularExpressions;

namespace Gateway.Policies;

/// <summary>The letter of a multiple choice, A to J: what follows the first "answer is", else the last "answer:", else the last capital that stands alone.</summary>
internal sealed partial class ChoiceAnswer : IAnswerExtractor
{
    public string? Extract(string text)
    {
        if (AnswerIs().Match(text) is { Success: true } stated) return stated.Groups[1].Value;
        if (Last(AnswerColon(), text) is { } labelled) return labelled.Groups[1].Value;
        return Last(Standalone(), text)?.Value;
    }

    public override string ToString() => "choice";

    private static Match? Last(Regex regex, string text)
    {
        Match? last = null;
        for (var match = regex.Match(text); match.Success; match = match.NextMatch()) last = match;
        return last;
    }

    [GeneratedRegex(@"answer is:? \(?([A-J])", RegexOptions.CultureInvariant)]
    private static partial Regex AnswerIs();

    [GeneratedRegex(@"[aA]nswer:\s*\(?([A-J])", RegexOptions.CultureInvariant)]
    private static partial Regex AnswerColon();

    [GeneratedRegex(@"\b[A-J]\b", RegexOptions.CultureInvariant)]
    private static partial Regex Standalone();
}
