using Gateway.Evals.Running;
using Gateway.Evals.Statistics;

namespace Gateway.Evals.Reports;

/// <summary>A policy beside another one on the same items.</summary>
/// <param name="Baseline">The other one.</param>
/// <param name="Pairs">Items that both have finished.</param>
/// <param name="Difference">Accuracy less the baseline's on those items.</param>
/// <param name="Interval">Its 95 % interval, by a paired bootstrap.</param>
/// <param name="McNemar">How likely a split of the items on which they differ is that is this uneven or more, were both equally good.</param>
internal sealed record Comparison(string Baseline, int Pairs, double Difference, Interval Interval, McNemar McNemar)
{
    // The same rows give the same interval.
    private const int Seed = 20_251;

    /// <returns>Null where they have no item in common.</returns>
    public static Comparison? Of(IReadOnlyList<SampleRow> rows, string baseline, IReadOnlyList<SampleRow> baselineRows)
    {
        var theirs = baselineRows.ToDictionary(static row => row.Id, static row => row.Correct, StringComparer.Ordinal);
        var pairs = rows.Where(row => theirs.ContainsKey(row.Id)).Select(row => (Ours: row.Correct, Theirs: theirs[row.Id])).ToArray();
        if (pairs.Length == 0) return null;
        var bootstrap = PairedBootstrap.Of([.. pairs.Select(static pair => pair.Ours ? 1.0 : 0)], [.. pairs.Select(static pair => pair.Theirs ? 1.0 : 0)], Seed);
        return new Comparison(
            baseline,
            pairs.Length,
            bootstrap.Difference,
            bootstrap.Interval,
            McNemar.Of(pairs.Count(static pair => pair is { Ours: true, Theirs: false }), pairs.Count(static pair => pair is { Ours: false, Theirs: true })));
    }
}
