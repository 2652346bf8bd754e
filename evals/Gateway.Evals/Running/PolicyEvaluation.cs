using Gateway.Evals.Suites;

namespace Gateway.Evals.Running;

/// <summary>Asks a policy the items that it was not asked yet, several at once.</summary>
internal sealed class PolicyEvaluation(ItemRunner runner, SamplesFile samples, int parallel)
{
    // So many in a row that failed at the beginning are no accident: the rest would fail too, and may cost.
    private const int HopelessAfter = 20;
    private int _finished;
    private int _failed;

    /// <param name="items">The items of this run.</param>
    /// <param name="finished">Told each row when it is kept.</param>
    /// <param name="cancellationToken">Stops; what is finished stays.</param>
    /// <exception cref="EvaluationStoppedException">Everything fails.</exception>
    /// <exception cref="IOException">A row could not be written.</exception>
    public async Task RunAsync(IReadOnlyList<SuiteItem> items, Action<SampleRow> finished, CancellationToken cancellationToken)
    {
        var done = samples.Rows.Select(static row => row.Id).ToHashSet(StringComparer.Ordinal);
        var left = items.Where(item => !done.Contains(item.Id));
        await Parallel.ForEachAsync(left, new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = cancellationToken }, async (item, token) =>
        {
            var row = await runner.RunAsync(item, token);
            samples.Append(row);
            finished(row);
            var failed = row.Error is null ? Volatile.Read(ref _failed) : Interlocked.Increment(ref _failed);
            if (Interlocked.Increment(ref _finished) == failed && failed >= HopelessAfter)
                throw new EvaluationStoppedException($"the first {failed} items all failed, the last with: {row.Error}");
        });
    }
}
