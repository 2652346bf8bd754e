using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace Gateway.Policies;

/// <summary>
/// Reads a judge's grade. The probabilities of the digits at its place say more than the digit alone: a judge that wavers between 7
/// and 8 gave neither. Their expected value breaks the ties that nine grades leave (as in G-Eval, Liu et al. 2023, arXiv 2303.16634).
/// </summary>
internal static partial class ExpectedScore
{
    // Below this the digits are not what the judge was about to write, and their ratio says little.
    private const double LeastMass = 0.5;

    /// <returns>1 to 9; negative infinity where the judge gave no grade.</returns>
    public static double Of(ChatResponse judgement)
    {
        var text = judgement.Text;
        if (LastGrade(text) is not { } grade) return double.NegativeInfinity;
        var written = double.Parse(grade.ValueSpan, CultureInfo.InvariantCulture);
        if (judgement.Logprobs() is not { Count: > 0 } tokens) return written;
        return Expected(tokens) ?? written;
    }

    /// <summary>The mean of the digits under the probabilities at the grade's place; null where they have too little mass.</summary>
    private static double? Expected(IReadOnlyList<TokenLogprob> tokens)
    {
        if (TokenOfGrade(tokens) is not { } token) return null;
        IEnumerable<TokenLogprob> alternatives = token.Top ?? [];
        if (!alternatives.Any(top => top.Token == token.Token)) alternatives = alternatives.Append(token);

        double mass = 0, sum = 0;
        foreach (var alternative in alternatives)
        {
            if (Digit(alternative.Token) is not { } digit) continue;
            var probability = Math.Exp(alternative.Logprob);
            mass += probability;
            sum += probability * digit;
        }

        return mass >= LeastMass ? sum / mass : null;
    }

    /// <summary>The token that is the grade's digit. Found in the tokens' own text, since the answer's may be without what the model reasoned.</summary>
    private static TokenLogprob? TokenOfGrade(IReadOnlyList<TokenLogprob> tokens)
    {
        var text = new StringBuilder();
        foreach (var token in tokens) text.Append(token.Token);
        if (LastGrade(text.ToString()) is not { } grade) return null;

        var end = 0;
        foreach (var token in tokens)
        {
            end += token.Token.Length;
            if (end > grade.Index) return token;
        }

        return null;
    }

    private static int? Digit(string token) => token.AsSpan().Trim() is [>= '1' and <= '9' and var digit] ? digit - '0' : null;

    private static Group? LastGrade(string text)
    {
        Group? last = null;
        for (var match = Grade().Match(text); match.Success; match = match.NextMatch()) last = match.Groups[1];
        return last;
    }

    // Judges like to embolden the line.
    [GeneratedRegex(@"SCORE\**:[\s*]*([1-9])(?![0-9])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Grade();
}
