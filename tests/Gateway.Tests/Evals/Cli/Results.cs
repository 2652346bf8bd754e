using Gateway.Evals.Reports;
using Gateway.Evals.Running;
using Gateway.Tests.Evals.Suites;

namespace Gateway.Tests.Evals.Cli;

/// <summary>Results as runs leave them.</summary>
internal static class Results
{
    /// <summary>A run of a policy; of a model by itself where it has no hash.</summary>
    public static RunSpec Spec(string policy, string? hash = null) => new()
    {
        Suite = "s",
        SuiteVersion = 2,
        SuiteHash = "5555",
        DataHash = "dddd",
        Policy = policy,
        Kind = hash is null ? "direct" : "best-of-n",
        PolicyHashes = hash is null ? new Dictionary<string, string>() : new Dictionary<string, string> { [policy] = hash },
        Models = new Dictionary<string, string> { [hash is null ? policy : "m"] = "recorded" },
        Split = "test",
        Seed = 1,
        Version = "1.0",
        Command = $"run --suite s --policy {policy}",
    };

    /// <summary>An item on which each call costs the same.</summary>
    public static SampleRow Row(string id, bool correct) => new()
    {
        Id = id,
        Category = "c",
        Gold = "g",
        Text = "t",
        Answer = "a",
        Correct = correct,
        Model = "m",
        Spend = new Spend(2, 10, 0, 5, 0.001m),
        ElapsedMs = 100,
    };

    /// <summary>Items q0, q1..., right where there is a 1.</summary>
    public static SampleRow[] Rows(string marks) => [.. marks.Select(static (mark, i) => Row($"q{i}", mark == '1'))];

    public static PolicyResult Of(string policy, string marks, string? hash = null) => new(Spec(policy, hash), Rows(marks));

    public static EvaluationReport Report(params PolicyResult[] results) => EvaluationReport.Of(results, baseline: null);

    /// <summary>Writes a policy's folder as a run does.</summary>
    /// <returns>What the run was given as --out.</returns>
    public static string Write(TempFolder folder, string name, RunSpec spec, IEnumerable<SampleRow> rows)
    {
        var results = folder.Of(name);
        var policy = Path.Combine(results, spec.Policy);
        Directory.CreateDirectory(policy);
        RunFolder.Write(policy, spec, summary: null);
        SamplesFile.Replace(Path.Combine(policy, RunFolder.SamplesName), rows);
        return results;
    }
}
