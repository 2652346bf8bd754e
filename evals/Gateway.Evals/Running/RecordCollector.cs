using System.Collections.Concurrent;

namespace Gateway.Evals.Running;

/// <summary>The records of runs that have ended, until they are taken.</summary>
internal sealed class RecordCollector : IRunSink
{
    private readonly ConcurrentDictionary<string, RunRecord> _records = new(StringComparer.Ordinal);

    public void Write(RunRecord run) => _records[run.Id] = run;

    /// <summary>A record; it is then forgotten. Null where there is none.</summary>
    public RunRecord? Take(string id) => _records.TryRemove(id, out var record) ? record : null;
}
