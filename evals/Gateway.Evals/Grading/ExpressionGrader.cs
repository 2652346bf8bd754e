using Gateway.Evals.Grading.Arithmetic;
using Gateway.Evals.Suites;

namespace Gateway.Evals.Grading;

/// <summary>
/// Game of 24 and CountDown: the answer is an expression over the item's numbers that makes its target. The gold is read by
/// <see cref="NumberPuzzle"/>. What the answer says behind an equals sign does not count.
/// </summary>
internal sealed class ExpressionGrader : IGrader
{
    public bool IsCorrect(string answer, SuiteItem item) =>
        NumberPuzzle.TryRead(item.Gold, out var puzzle)
        && ArithmeticExpression.Read(AnswerLine.Read(answer)) is var (value, numbers)
        && value == Rational.Whole(puzzle.Target)
        && puzzle.Allows(numbers);
}
