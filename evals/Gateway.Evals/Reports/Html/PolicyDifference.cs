using Gateway.Evals.Running;

namespace Gateway.Evals.Reports.Html;

/// <summary>The items on which two policies differ, of those that both have finished.</summary>
/// <param name="One">A policy.</param>
/// <param name="Other">What it is compared with.</param>
/// <param name="Both">How many items both got right.</param>
/// <param name="Neither">How many neither did.</param>
/// <param name="OnlyOne">The rows of both where only <paramref name="One"/> is right.</param>
/// <param name="OnlyOther">Those where only <paramref name="Other"/> is.</param>
internal sealed record PolicyDifference(
    PolicySummary One,
    PolicySummary Other,
    int Both,
    int Neither,
    IReadOnlyList<(SampleRow One, SampleRow Other)> OnlyOne,
    IReadOnlyList<(SampleRow One, SampleRow Other)> OnlyOther)
{
    public int Items => Both + Neither + OnlyOne.Count + OnlyOther.Count;

    /// <summary>Each policy against the baseline; without one against the first.</summary>
    public static IReadOnlyList<PolicyDifference> AllOf(EvaluationReport report)
    {
        if (report.Policies.Count == 0) return [];
        var other = report.Policies.FirstOrDefault(policy => policy.Policy == report.Baseline) ?? report.Policies[0];
        return [.. report.Policies.Where(policy => !ReferenceEquals(policy, other)).Select(policy => Of(policy, other))];
    }

    private static PolicyDifference Of(PolicySummary one, PolicySummary other)
    {
        var theirs = other.Rows.ToDictionary(static row => row.Id, StringComparer.Ordinal);
        var pairs = one.Rows.Where(row => theirs.ContainsKey(row.Id)).Select(row => (One: row, Other: theirs[row.Id])).ToArray();
        return new PolicyDifference(
            one,
            other,
            pairs.Count(static pair => pair.One.Correct && pair.Other.Correct),
            pairs.Count(static pair => !pair.One.Correct && !pair.Other.Correct),
            [.. pairs.Where(static pair => pair.One.Correct && !pair.Other.Correct)],
            [.. pairs.Where(static pair => !pair.One.Correct && pair.Other.Correct)]);
    }
}
