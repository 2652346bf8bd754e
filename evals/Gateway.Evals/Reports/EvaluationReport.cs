using Gateway.Evals.Running;

namespace Gateway.Evals.Reports;

/// <summary>Policies beside each other.</summary>
/// <param name="Policies">In the order in which they were named.</param>
/// <param name="Baseline">What gains are stated against; null for none.</param>
/// <param name="BaselineReason">How it was chosen, or why there is none.</param>
internal sealed record EvaluationReport(IReadOnlyList<PolicySummary> Policies, string? Baseline, string BaselineReason)
{
    // Runs of one name are told apart by the first of these that is another for each of them, else by their number.
    private static readonly Func<RunSpec, string?>[] Marks =
        [Short, static spec => FormattableString.Invariant($"seed{spec.Seed}"), static spec => spec.Split, static spec => spec.Suite];

    /// <param name="results">Each policy's rows; those of one run in several parts as one.</param>
    /// <param name="baseline">The policy that the user wants as the baseline; null leaves it to the best single model.</param>
    /// <exception cref="ReportException">The baseline is not among the policies.</exception>
    public static EvaluationReport Of(IReadOnlyList<PolicyResult> results, string? baseline)
    {
        var labels = LabelsOf([.. results.Select(static result => result.Spec)]);
        var (chosen, reason) = Choose(results, labels, baseline);
        var theirs = chosen is null ? null : results[Array.IndexOf(labels, chosen)].Rows;
        return new EvaluationReport(
            [.. results.Select((result, i) => new PolicySummary
            {
                Policy = labels[i],
                Spec = result.Spec,
                Rows = result.Rows,
                Against = theirs is null || labels[i] == chosen ? null : Comparison.Of(result.Rows, chosen!, theirs),
            })],
            chosen,
            reason);
    }

    /// <summary>The policy that a user names as the baseline.</summary>
    /// <exception cref="ReportException">It is not among the policies.</exception>
    public static string Named(string baseline, IReadOnlyList<string> policies) =>
        policies.FirstOrDefault(policy => string.Equals(policy, baseline, StringComparison.OrdinalIgnoreCase))
        ?? throw new ReportException($"--baseline {baseline} is not among the policies; legal are {string.Join(", ", policies)}");

    private static (string? Baseline, string Reason) Choose(IReadOnlyList<PolicyResult> results, string[] labels, string? wanted)
    {
        if (wanted is not null)
        {
            var found = Named(wanted, labels);
            return (found, $"{found}, as asked for");
        }

        if (results.Select(static result => result.Spec.BestSingle).OfType<BestSingle>().FirstOrDefault() is not { } best)
        {
            var singles = results.Select((result, i) => (result.Spec, Label: labels[i])).Where(static one => one.Spec.Kind == "direct" && one.Spec.Models.Count == 1).ToArray();
            if (singles is [var only] && results.Count > 1) return (only.Label, $"{only.Label}, the only single model here");
            return (null, "no baseline: which single model is the best on a fit split is not known here; name one with --baseline");
        }

        var shown = FormattableString.Invariant($"{best.Model}, the best single model on the {best.Items} items of the fit split ({best.Accuracy:P1} there)");
        return labels.Contains(best.Model) ? (best.Model, shown) : (null, $"no baseline: evaluate {shown} too, or name another with --baseline");
    }

    private static string[] LabelsOf(RunSpec[] specs)
    {
        var labels = Array.ConvertAll(specs, static spec => spec.Policy);
        foreach (var namesakes in Enumerable.Range(0, specs.Length).GroupBy(i => specs[i].Policy).Where(static group => group.Count() > 1))
        {
            int[] runs = [.. namesakes];
            var mark = Marks.FirstOrDefault(mark => runs.Select(i => mark(specs[i])).OfType<string>().Distinct().Count() == runs.Length);
            for (var i = 0; i < runs.Length; i++) labels[runs[i]] += FormattableString.Invariant($"@{mark?.Invoke(specs[runs[i]]) ?? $"{i + 1}"}");
        }

        return labels;
    }

    private static string? Short(RunSpec spec) => spec.PolicyHashes.TryGetValue(spec.Policy, out var hash) && hash.Length > 4 ? hash[..4] : null;
}
