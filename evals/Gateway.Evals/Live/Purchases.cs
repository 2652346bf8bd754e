using System.Collections.Concurrent;

namespace Gateway.Evals.Live;

/// <summary>How many answers were bought and how many were there already, by run.</summary>
internal sealed class Purchases
{
    private readonly ConcurrentDictionary<string, (int Found, int Bought)> _byRun = new(StringComparer.Ordinal);
    private int _bought;

    /// <summary>Of all runs.</summary>
    public int Bought => Volatile.Read(ref _bought);

    public void Add(string run, bool bought)
    {
        if (bought) Interlocked.Increment(ref _bought);
        _byRun.AddOrUpdate(run, _ => bought ? (0, 1) : (1, 0), (_, before) => bought ? (before.Found, before.Bought + 1) : (before.Found + 1, before.Bought));
    }

    /// <summary>What a run that has ended took; it is then forgotten.</summary>
    public (int Found, int Bought) Take(string run) => _byRun.TryRemove(run, out var counts) ? counts : default;
}
