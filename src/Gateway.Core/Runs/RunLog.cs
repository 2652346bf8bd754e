namespace Gateway;

/// <summary>The events of a run in the order in which they happened.</summary>
internal sealed class RunLog(PolicyRun run)
{
    // Guards _events: calls of one run end concurrently.
    private readonly Lock _gate = new();
    private readonly List<RunEvent> _events = [];

    public void Add(RunEvent happened)
    {
        // An answer that votes is a piece of a candidate's text.
        if (happened is Scored scored && !run.Services.KeepTexts) happened = scored with { Scores = [.. scored.Scores.Select(static score => score with { Answer = null })] };
        lock (_gate) _events.Add(happened with { Seq = _events.Count, At = run.Elapsed });
    }

    public IReadOnlyList<RunEvent> ToArray()
    {
        lock (_gate) return [.. _events];
    }
}
