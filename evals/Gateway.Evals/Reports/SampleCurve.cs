using Gateway.Evals.Running;
using Gateway.Evals.Statistics;

namespace Gateway.Evals.Reports;

/// <summary>What the samples of one model within a policy's run hold: how many more would help, and what a perfect choice would make of them.</summary>
/// <param name="Policy">The policy that drew them.</param>
/// <param name="Model">Whose samples.</param>
/// <param name="Items">How many items there are.</param>
/// <param name="Points">For 1, 2, 4... samples.</param>
internal sealed record SampleCurve(string Policy, string Model, int Items, IReadOnlyList<SampleCurvePoint> Points)
{
    private const int MostVotes = 1000;

    /// <summary>The curves of a policy; none of a model of which it draws one sample, or not all for each item.</summary>
    public static IEnumerable<SampleCurve> Of(PolicySummary policy)
    {
        var answered = policy.Rows.Count(static row => row.Error is null);
        var byModel = policy.Rows
            .SelectMany(static row => row.Candidates.Select(candidate => (row.Id, Candidate: candidate)))
            .GroupBy(static one => one.Candidate.Model, StringComparer.OrdinalIgnoreCase)
            .OrderBy(static group => group.Key, StringComparer.OrdinalIgnoreCase);
        foreach (var model in byModel)
        {
            var items = model.GroupBy(static one => one.Id, static one => one.Candidate, StringComparer.Ordinal).Select(static item => item.OrderBy(static one => one.Sample).ToArray()).ToArray();

            // Where votes were decided early some samples are missing, and of the easy items more than of the others: a curve over the rest would lie.
            var most = items.Max(static item => item.Length);
            if (most < 2 || items.Length < answered || items.Any(item => item.Length < most)) continue;
            yield return new SampleCurve(policy.Policy, model.Key, items.Length, [.. Steps(most).Select(k => Point(items, k))]);
        }
    }

    private static SampleCurvePoint Point(IReadOnlyList<GradedCandidate[]> items, int k) => new(
        k,
        items.Average(item => PassAtK.Of(item.Length, item.Count(static one => one.Correct), k)),
        items.All(static item => item.Length <= MostVotes) ? items.Average(item => ExpectedVoteOfK.Of([.. item.Select(static one => (one.Answer, one.Correct ? 1.0 : 0))], k)) : null);

    private static IEnumerable<int> Steps(int most)
    {
        for (var k = 1; k < most; k *= 2) yield return k;
        yield return most;
    }
}
