using System.Globalization;

namespace Gateway.Policies;

/// <summary>The drafts that came in time.</summary>
/// <param name="Drafts">In call order; at least one.</param>
/// <param name="Counts">How many of the samples they are and what became of the others, for the record.</param>
internal sealed record DraftRound(IReadOnlyList<Candidate> Drafts, string Counts)
{
    /// <summary>Makes all calls at once. When enough drafts are there, stragglers get a little longer; then they are cancelled.</summary>
    /// <param name="run">The run.</param>
    /// <param name="calls">One for each sample.</param>
    /// <param name="quorum">How many drafts are enough.</param>
    /// <param name="grace">How much longer the others get.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <exception cref="NoCandidateException">No sample is a draft.</exception>
    public static async Task<DraftRound> GatherAsync(PolicyRun run, IReadOnlyList<ModelCall> calls, int quorum, TimeSpan grace, CancellationToken cancellationToken)
    {
        var order = new CallOrder(calls);
        var arrived = new Candidate?[calls.Count];
        var drafts = 0;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ITimer? timer = null;
        try
        {
            await foreach (var candidate in run.CallManyAsync(calls, patience.Token))
            {
                arrived[order.Of(candidate)] = candidate;
                if (Draft.Defect(candidate) is null) drafts++;
                if (drafts < quorum) continue;
                if (grace == TimeSpan.Zero) break;
                timer ??= run.Time.CreateTimer(static state => ((CancellationTokenSource)state!).Cancel(), patience, grace, Timeout.InfiniteTimeSpan);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The grace is over: what has not arrived by now is cancelled and settled.
        }
        finally
        {
            if (timer is not null) await timer.DisposeAsync();
        }

        Candidate[] usable = [.. arrived.OfType<Candidate>().Where(static candidate => Draft.Defect(candidate) is null)];
        return usable.Length > 0
            ? new DraftRound(usable, Describe(arrived, usable.Length))
            : throw new NoCandidateException([.. arrived.OfType<Candidate>().Select(Draft.AsFailed)]);
    }

    private static string Describe(Candidate?[] arrived, int drafts)
    {
        var others = arrived.Select(static candidate => candidate is null ? "late" : Draft.Defect(candidate)).OfType<string>()
            .CountBy(static defect => defect)
            .OrderBy(static pair => pair.Key, StringComparer.Ordinal)
            .Select(static pair => string.Create(CultureInfo.InvariantCulture, $", {pair.Value} {pair.Key}"));
        return string.Create(CultureInfo.InvariantCulture, $"{drafts} of {arrived.Length} samples are drafts{string.Concat(others)}");
    }
}
