namespace Gateway.Hosting;

/// <summary>The last runs, in memory.</summary>
/// <param name="capacity">How many are kept; the oldest go first.</param>
public sealed class RunRing(int capacity) : IRunSink
{
    // Guards _runs and _next: runs finish on every thread.
    private readonly Lock _gate = new();
    private readonly RunRecord?[] _runs = new RunRecord?[capacity];
    private long _next;

    public void Write(RunRecord run)
    {
        if (capacity == 0) return;
        lock (_gate) _runs[_next++ % capacity] = run;
    }

    public RunRecord? Find(string id)
    {
        lock (_gate) return Array.Find(_runs, run => run is not null && run.Id == id);
    }

    /// <summary>At most <paramref name="count"/> runs, the newest first.</summary>
    public IReadOnlyList<RunRecord> Last(int count)
    {
        lock (_gate)
        {
            var kept = (int)Math.Min(_next, capacity);
            var last = new RunRecord[Math.Min(count, kept)];
            for (var i = 0; i < last.Length; i++) last[i] = _runs[(_next - 1 - i) % capacity]!;
            return last;
        }
    }
}
