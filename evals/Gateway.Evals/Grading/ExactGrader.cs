using Gateway.Evals.Suites;

namespace Gateway.Evals.Grading;

/// <summary>The answer is the gold answer, letter by letter, once white space around both is gone.</summary>
internal sealed class ExactGrader : IGrader
{
    public bool IsCorrect(string answer, SuiteItem item) => answer.AsSpan().Trim().SequenceEqual(item.Gold.AsSpan().Trim());
}
