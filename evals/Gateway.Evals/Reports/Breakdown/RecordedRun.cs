using System.Text.Json;

namespace Gateway.Evals.Reports.Breakdown;

/// <summary>What happened in a run, from a row's events, each kind in the order of the record.</summary>
/// <param name="Calls">The calls that the run itself made.</param>
/// <param name="Scores">What was given to candidates.</param>
/// <param name="Decisions">What the policy decided, and why.</param>
internal sealed record RecordedRun(IReadOnlyList<RecordedCall> Calls, IReadOnlyList<RecordedScore> Scores, IReadOnlyList<Decided> Decisions)
{
    /// <param name="events">As <see cref="Running.SampleRow.Events"/> holds them.</param>
    public static RecordedRun Read(string events) => Of(JsonElement.Parse(events));

    public static RecordedRun Of(JsonElement events)
    {
        var (calls, scores, decisions) = (new List<RecordedCall>(), new List<RecordedScore>(), new List<Decided>());
        foreach (var happened in events.Items())
        {
            switch (happened.Text("type"))
            {
                case "call_ended":
                    calls.Add(new RecordedCall(happened));
                    break;
                case "scored":
                    scores.AddRange(RecordedScore.AllOf(happened));
                    break;
                case "decided":
                    decisions.Add(new Decided(happened.Text("what") ?? "", happened.Text("why") ?? ""));
                    break;
            }
        }

        return new RecordedRun(calls, scores, decisions);
    }

    /// <summary>The calls that reached a model. One inside another policy's run has the roles on the way to it, outermost first.</summary>
    public IEnumerable<(string Role, RecordedCall Call)> ModelCalls()
    {
        foreach (var call in Calls)
        {
            // A policy's call has the sum of its run's spends, so one of the two may be counted.
            if (call.Inner is { Calls.Count: > 0 } inner)
            {
                foreach (var (role, reached) in inner.ModelCalls()) yield return ($"{call.Role} › {role}", reached);
            }
            else
            {
                yield return (call.Role, call);
            }
        }
    }
}
