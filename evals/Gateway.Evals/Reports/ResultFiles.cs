using Gateway.Evals.Running;

namespace Gateway.Evals.Reports;

/// <summary>What a run leaves beside its samples: the figures in each <c>run.json</c>, and <c>report.md</c>.</summary>
internal static class ResultFiles
{
    public static void Write(string folder, EvaluationReport report)
    {
        foreach (var policy in report.Policies) RunFolder.Write(Path.Combine(folder, policy.Spec.Policy), policy.Spec, JsonReport.Of(policy));
        File.WriteAllText(Path.Combine(folder, "report.md"), MarkdownReport.Write(report));
    }
}
