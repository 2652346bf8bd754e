using Gateway.Evals.Grading.Mathematics;
using Gateway.Evals.Suites;

namespace Gateway.Evals.Grading;

/// <summary>
/// Answers of the MATH data set: the same number, expression, point, interval, set or matrix, however it is written. What cannot be read as
/// mathematics is compared as text.
/// </summary>
internal sealed class MathGrader : IGrader
{
    private const int MaxLength = 2000;
    private const int MaxLeaves = 256;

    public bool IsCorrect(string answer, SuiteItem item)
    {
        if (answer.AsSpan().Trim().SequenceEqual(item.Gold.AsSpan().Trim())) return true;
        if (answer.Length > MaxLength || item.Gold.Length > MaxLength) return false;
        var given = LatexText.Clean(answer);
        var gold = LatexText.Clean(item.Gold);
        if (given.Length == 0 || gold.Length == 0) return false;

        // "100,200" is one number to some and two to others.
        var joinedGiven = LatexText.JoinThousands(given);
        var joinedGold = LatexText.JoinThousands(gold);
        return AreEqual(joinedGiven, joinedGold)
            || ((joinedGiven != given || joinedGold != gold) && AreEqual(given, gold));
    }

    private static bool AreEqual(string given, string gold)
    {
        if (LatexText.Plain(given) == LatexText.Plain(gold)) return true;
        var left = AnswerReader.Read(given);
        var right = AnswerReader.Read(gold);
        return left.Leaves <= MaxLeaves && right.Leaves <= MaxLeaves && AnswerEquality.AreEqual(left, right);
    }
}
