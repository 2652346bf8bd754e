using System.Text.Json;

namespace Gateway.Hosting;

/// <summary>A run's record as JSON: snake_case, milliseconds, US dollars.</summary>
public static class RunRecordJson
{
    public static void Write(Utf8JsonWriter writer, RunRecord run)
    {
        writer.WriteStartObject();
        writer.WriteString("id", run.Id);
        writer.WriteString("object", "gateway.run");
        writer.WriteString("parent_id", run.ParentId);
        writer.WriteString("policy", run.Policy);
        writer.WriteString("kind", run.Kind);
        writer.WriteString("policy_hash", run.PolicyHash.Length > 0 ? run.PolicyHash : null);
        writer.WriteString("model", run.Model);
        if (run.Seed is { } seed) writer.WriteNumber("seed", seed);
        else writer.WriteNull("seed");
        writer.WriteString("started", run.Started);
        WriteMilliseconds(writer, "elapsed_ms", run.Elapsed);
        WriteMilliseconds(writer, "overhead_ms", run.Overhead);
        writer.WriteString("outcome", Name(run.Outcome));
        WriteSpend(writer, run.Spend);
        writer.WritePropertyName("events");
        WriteEvents(writer, run.Events);
        writer.WriteEndObject();
    }

    /// <summary>The events of a run as a list.</summary>
    /// <param name="writer">Where a value goes.</param>
    /// <param name="events">What happened.</param>
    /// <param name="inner">Finds the record of a run inside this one: its events then stand in its call, in place of its id. Null leaves the id.</param>
    public static void WriteEvents(Utf8JsonWriter writer, IReadOnlyList<RunEvent> events, Func<string, RunRecord?>? inner = null)
    {
        writer.WriteStartArray();
        foreach (var happened in events) WriteEvent(writer, happened, inner);
        writer.WriteEndArray();
    }

    /// <summary>The candidates of a run as <c>include: ["candidates"]</c> gives them.</summary>
    public static void WriteCandidates(Utf8JsonWriter writer, IEnumerable<RunEvent> events)
    {
        writer.WriteStartArray();
        foreach (var call in events.OfType<CallEnded>().OrderBy(static call => call.Model, StringComparer.OrdinalIgnoreCase).ThenBy(static call => call.SampleIndex))
        {
            writer.WriteStartObject();
            WriteCall(writer, call, inner: null);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteEvent(Utf8JsonWriter writer, RunEvent happened, Func<string, RunRecord?>? inner)
    {
        writer.WriteStartObject();
        writer.WriteNumber("seq", happened.Seq);
        WriteMilliseconds(writer, "at_ms", happened.At);
        switch (happened)
        {
            case CallEnded call:
                writer.WriteString("type", "call_ended");
                WriteCall(writer, call, inner);
                break;
            case Scored scored:
                writer.WriteString("type", "scored");
                writer.WriteString("scorer", scored.Scorer);
                writer.WriteStartArray("scores");
                foreach (var score in scored.Scores) WriteScore(writer, score);
                writer.WriteEndArray();
                break;
            case Decided decided:
                writer.WriteString("type", "decided");
                writer.WriteString("what", decided.What);
                writer.WriteString("why", decided.Why);
                break;
            default:
                throw new InvalidOperationException($"{happened.GetType().Name} has no JSON form.");
        }

        writer.WriteEndObject();
    }

    private static void WriteCall(Utf8JsonWriter writer, CallEnded call, Func<string, RunRecord?>? inner)
    {
        writer.WriteString("model", call.Model);
        writer.WriteString("role", call.Role);
        writer.WriteNumber("sample_index", call.SampleIndex);
        writer.WriteString("text", call.Text);
        if (call.ToolCalls is { } tools)
        {
            writer.WriteStartArray("tool_calls");
            foreach (var tool in tools) writer.WriteStringValue(tool);
            writer.WriteEndArray();
        }

        writer.WriteString("finish_reason", call.FinishReason);
        WriteSpend(writer, call.Spend);
        writer.WriteBoolean("estimated", call.Estimated);
        WriteMilliseconds(writer, "elapsed_ms", call.Elapsed);
        writer.WriteString("fault", call.Fault is { } fault ? Name(fault) : null);
        writer.WriteString("fault_message", call.FaultMessage);
        writer.WriteBoolean("cached", call.Cached);
        if (inner is null)
        {
            writer.WriteString("child_run_id", call.ChildRunId);
        }
        else if (call.ChildRunId is { } child && inner(child) is { } run)
        {
            writer.WritePropertyName("events");
            WriteEvents(writer, run.Events, inner);
        }
    }

    private static void WriteScore(Utf8JsonWriter writer, CandidateScore score)
    {
        writer.WriteStartObject();
        writer.WriteString("model", score.Model);
        writer.WriteNumber("sample_index", score.SampleIndex);
        if (score.Score is { } value && double.IsFinite(value)) writer.WriteNumber("score", value);
        else writer.WriteNull("score");
        writer.WriteString("answer", score.Answer);
        writer.WriteEndObject();
    }

    private static void WriteSpend(Utf8JsonWriter writer, Spend spend)
    {
        writer.WriteStartObject("spend");
        writer.WriteNumber("calls", spend.Calls);
        writer.WriteNumber("input_tokens", spend.InputTokens);
        writer.WriteNumber("cached_input_tokens", spend.CachedInputTokens);
        writer.WriteNumber("output_tokens", spend.OutputTokens);
        writer.WriteNumber("cost_usd", spend.Cost);
        writer.WriteEndObject();
    }

    private static void WriteMilliseconds(Utf8JsonWriter writer, string name, TimeSpan time) =>
        writer.WriteNumber(name, Math.Round(time.TotalMilliseconds, 3));

    private static string Name<T>(T value) where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
