using System.Collections.Concurrent;

namespace Gateway.Testing;

/// <summary>Keeps the records of runs.</summary>
public sealed class RecordingSink : IRunSink
{
    private readonly ConcurrentQueue<RunRecord> _records = new();

    public IReadOnlyList<RunRecord> Records => [.. _records];

    public void Write(RunRecord run) => _records.Enqueue(run);
}
