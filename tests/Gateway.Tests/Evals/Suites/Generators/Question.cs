using Gateway.Evals.Suites;

namespace Gateway.Tests.Evals.Suites.Generators;

internal static class Question
{
    public static string Of(SuiteItem item) => item.Variables["question"];
}
