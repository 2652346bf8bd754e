using Gateway.Evals.Suites;

namespace Gateway.Tests.Evals.Grading;

/// <summary>Items of which a grader sees the gold answer alone.</summary>
internal static class Gold
{
    public static SuiteItem Of(string gold) => new("q-1", "", "", gold, new Dictionary<string, string>());
}
