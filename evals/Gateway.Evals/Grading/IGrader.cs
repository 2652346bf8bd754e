using Gateway.Evals.Suites;

namespace Gateway.Evals.Grading;

/// <summary>Tells whether an answer is right. Pure: no clock, no disk, no model; the same for equal input, on any thread.</summary>
internal interface IGrader
{
    /// <param name="answer">What the suite's extractor read from the model's text.</param>
    /// <param name="item">The question.</param>
    bool IsCorrect(string answer, SuiteItem item);
}
