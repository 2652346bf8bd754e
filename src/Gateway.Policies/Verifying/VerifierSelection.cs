using System.ComponentModel;
using System.Text.RegularExpressions;

namespace Gateway.Policies;

/// <summary><c>select: {by: verifier, ...}</c>: the first sample that passes a check.</summary>
[ExactlyOne("regex", "json_schema", "grader")]
public sealed record VerifierSelection : ScoringSelection, ICheckedOptions
{
    private const string Suite = "suite";

    [Description("A candidate passes where this matches anywhere in its text.")]
    public Regex? Regex { get; init; }

    [Description("A candidate passes where its text is JSON, plain or in a code fence, that fulfils this schema.")]
    public AnswerSchema? JsonSchema { get; init; }

    [Description("suite: the suite's own grader. Evaluations only.")]
    public string? Grader { get; init; }

    internal override string HowSampled => "all at once; what is left is cancelled when the first sample that passes is known";

    internal override bool AsksSuiteGrader => Grader is not null;

    internal override ICandidateScorer CreateScorer(SampledOptions options) => new VerifierScorer(Passes);

    // The first that passes has the largest score already: what comes after it is not waited for.
    internal override ISelector CreateSelector(SampledOptions options) => new FirstPassingSelector(Passes);

    IEnumerable<(string Key, string Message)> ICheckedOptions.Check(ReadingPurpose purpose)
    {
        if (Grader is null) yield break;
        if (Grader != Suite) yield return ("grader", $"'{Grader}' is not legal; give {Suite}");
        else if (purpose == ReadingPurpose.Serving) yield return ("grader", "a suite's grader is only there in an evaluation; give regex or json_schema");
    }

    internal bool Passes(PolicyRun run, string text)
    {
        if (Grader is not null)
        {
            return run.Prompt.Options.SuiteGrader() is { } isRight
                ? isRight(text)
                : throw new InvalidOperationException("A policy that verifies with a suite's grader was asked outside of an evaluation.");
        }

        return PassesText(text);
    }

    /// <summary>The check that needs nothing but the text.</summary>
    internal bool PassesText(string text)
    {
        try
        {
            return Regex?.IsMatch(text) ?? JsonSchema!.Accepts(text);
        }
        catch (RegexMatchTimeoutException)
        {
            // What cannot be checked in time has not passed.
            return false;
        }
    }
}
