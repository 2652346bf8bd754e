using Gateway.Evals.Grading.Arithmetic;
using Gateway.Evals.Suites;

namespace Gateway.Evals.Grading;

/// <summary>Both are numbers, and the same one: 3 is 3.0 and $3. What is no number is wrong.</summary>
internal sealed class NumberGrader : IGrader
{
    public bool IsCorrect(string answer, SuiteItem item) =>
        PlainNumber.Read(answer) is { } given && PlainNumber.Read(item.Gold) is { } gold && given == gold;
}
