using Gateway.Evals.Statistics;

namespace Gateway.Evals.Reports.Breakdown;

/// <summary>What a policy used one model for.</summary>
/// <param name="Role">What for; inside another policy's run with the roles on the way, outermost first.</param>
/// <param name="Model">Who was asked.</param>
/// <param name="Spend">Over all items.</param>
/// <param name="Estimated">Some of its tokens were not counted but estimated.</param>
/// <param name="CallsPerItem">Over all items of the policy, also those that made no such call.</param>
/// <param name="MeanMs">The mean time of a call in milliseconds; null where none was timed.</param>
/// <param name="P95Ms">The time that 95 % of the calls did not exceed.</param>
internal sealed record CallBreakdown(string Role, string Model, Spend Spend, bool Estimated, double CallsPerItem, double? MeanMs, double? P95Ms)
{
    /// <returns>The dearest first; without costs the one with the most generated tokens.</returns>
    public static IReadOnlyList<CallBreakdown> Of(PolicySummary policy)
    {
        var sums = new Dictionary<(string Role, string Model), Sum>();
        foreach (var row in policy.Rows)
        {
            foreach (var (role, call) in RecordedRun.Read(row.Events).ModelCalls())
            {
                var key = (role, call.Model);
                if (!sums.TryGetValue(key, out var sum)) sums.Add(key, sum = new Sum());
                sum.Add(call, row.ElapsedMs is not null);
            }
        }

        return
        [
            .. sums.Select(pair => pair.Value.ToBreakdown(pair.Key.Role, pair.Key.Model, policy.Items))
                .OrderByDescending(static row => row.Spend.Cost)
                .ThenByDescending(static row => row.Spend.OutputTokens)
                .ThenBy(static row => row.Role, StringComparer.Ordinal)
                .ThenBy(static row => row.Model, StringComparer.Ordinal),
        ];
    }

    private sealed class Sum
    {
        private readonly List<double> _times = [];
        private Spend _spend;
        private bool _estimated;

        /// <param name="call">A call.</param>
        /// <param name="isTimed">It was made in this run, so that its time tells something: replayed answers come at once.</param>
        public void Add(RecordedCall call, bool isTimed)
        {
            var spend = call.Spend;
            _spend += spend;
            _estimated |= call.Estimated;
            if (isTimed && spend.Calls > 0 && !call.Cached && call.ElapsedMs is { } elapsed) _times.Add(elapsed);
        }

        public CallBreakdown ToBreakdown(string role, string model, int items) => new(
            role,
            model,
            _spend,
            _estimated,
            (double)_spend.Calls / items,
            _times.Count == 0 ? null : _times.Average(),
            _times.Count == 0 ? null : Quantile.Of(_times, 0.95));
    }
}
