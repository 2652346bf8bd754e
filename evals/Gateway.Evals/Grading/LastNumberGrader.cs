using Gateway.Evals.Suites;
using Gateway.Policies;

namespace Gateway.Evals.Grading;

/// <summary>The last number of the answer is the gold number: for answers that show a calculation, such as <c>20 + 6 + 8 = 34</c>.</summary>
internal sealed class LastNumberGrader : IGrader
{
    private static readonly NumberAnswer Number = new();
    private static readonly NumberGrader Compare = new();

    public bool IsCorrect(string answer, SuiteItem item) => Number.Extract(answer) is { } last && Compare.IsCorrect(last, item);
}
