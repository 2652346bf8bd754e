using Gateway.Evals.Grading.Python;
using Gateway.Evals.Suites;

namespace Gateway.Evals.Grading;

/// <summary>
/// Both are Python literals that <c>==</c> calls equal. Where either is none, their texts decide; a string's answer may then come without its
/// quotes, as models often write it.
/// </summary>
internal sealed class PythonLiteralGrader : IGrader
{
    public bool IsCorrect(string answer, SuiteItem item)
    {
        if (answer.AsSpan().Trim().SequenceEqual(item.Gold.AsSpan().Trim())) return true;
        if ((PythonReader.Read(item.Gold) ?? PythonReader.ReadBareTuple(item.Gold)) is not { } gold) return false;
        if (PythonReader.Read(answer) is { } given) return given.Key == gold.Key;

        // "6, 8" is a tuple to Python, and just as well a string of which the quotes were left out.
        return gold.Text is { } text ? IsUnquoted(answer, text) : PythonReader.ReadBareTuple(answer)?.Key == gold.Key;
    }

    private static bool IsUnquoted(string answer, string text) =>
        answer == text || answer.Trim() == text || PythonString.Unescape(answer, isBytes: false) == text || PythonString.Unescape(answer.Trim(), isBytes: false) == text;
}
