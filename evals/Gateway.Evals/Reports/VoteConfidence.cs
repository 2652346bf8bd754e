using Gateway.Evals.Running;
using Gateway.Evals.Statistics;

namespace Gateway.Evals.Reports;

/// <summary>The share of the votes as a policy's confidence.</summary>
/// <param name="Policy">Whose.</param>
/// <param name="Items">Items with a vote.</param>
/// <param name="Accuracy">On them.</param>
/// <param name="MeanShare">Of the votes, on them; above the accuracy the votes are too sure.</param>
/// <param name="Calibration">How far shares are from accuracies.</param>
/// <param name="Deferral">Accuracy where the items with the least shares go to the baseline; null without a baseline.</param>
internal sealed record VoteConfidence(string Policy, int Items, double Accuracy, double MeanShare, Calibration Calibration, DeferralCurve? Deferral)
{
    /// <returns>Null where nothing was voted.</returns>
    public static VoteConfidence? Of(PolicySummary policy, EvaluationReport report)
    {
        var voted = policy.Rows.Where(static row => row.VoteShare is not null).ToArray();
        if (voted.Length == 0) return null;
        return new VoteConfidence(
            policy.Policy,
            voted.Length,
            voted.Average(static row => row.Correct ? 1.0 : 0),
            voted.Average(static row => row.VoteShare!.Value),
            Calibration.Of([.. voted.Select(static row => (row.VoteShare!.Value, row.Correct))]),
            DeferralOf(voted, report.Policies.FirstOrDefault(one => one.Policy == report.Baseline && one.Policy != policy.Policy)));
    }

    private static DeferralCurve? DeferralOf(IReadOnlyList<SampleRow> voted, PolicySummary? baseline)
    {
        if (baseline is null) return null;
        var theirs = baseline.Rows.ToDictionary(static row => row.Id, static row => row.Correct, StringComparer.Ordinal);
        var both = voted.Where(row => theirs.ContainsKey(row.Id)).Select(row => (row.VoteShare!.Value, row.Correct, theirs[row.Id])).ToArray();
        return both.Length == 0 ? null : DeferralCurve.Of(both);
    }
}
