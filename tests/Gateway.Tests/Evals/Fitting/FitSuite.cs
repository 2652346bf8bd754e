using Gateway.Evals.Grading;
using Gateway.Evals.Suites;
using Gateway.Policies;

namespace Gateway.Tests.Evals.Fitting;

/// <summary>A suite whose right answer is always "right".</summary>
internal static class FitSuite
{
    public static Suite Suite { get; } = new()
    {
        Name = "s",
        Version = 3,
        Description = "For tests.",
        Prompt = PromptTemplate.Parse("{{$question}}", ["question"]),
        Grader = new GraderChoice(new ExactGrader(), "exact"),
        Hash = "aaaa",
    };

    public static SuiteItem[] Items(int count, string prefix = "q") => [.. Enumerable.Range(0, count).Select(number => Item($"{prefix}{number}"))];

    public static SuiteItem Item(string id) => new(id, "", "fit", "right", new Dictionary<string, string> { ["question"] = id });

    /// <summary>A vote of models that learns its weights.</summary>
    public static PolicyDefinition Vote(string models = "m", int n = 2)
    {
        var file = PolicyFile.Read(
            "p.yaml", System.Text.Encoding.UTF8.GetBytes($"name: p\nkind: best-of-n\nmodels: [{models}]\nn: {n}\nselect: {{by: majority, profile: p.profile.json}}"), ReadingPurpose.Fitting);
        Assert.Empty(file.Problems);
        return file.Definition!;
    }

    public static IFitter FitterOf(PolicyDefinition policy) => ((IFittablePolicy)policy.Policy).Fitter!;
}
