using System.Text.Json;

namespace Gateway.Evals.Reports.Breakdown;

/// <summary>A call that ended, read from a row's events when it is asked for: most readers want its figures and not its text.</summary>
/// <param name="Json">The event.</param>
internal readonly record struct RecordedCall(JsonElement Json)
{
    public string Model => Json.Text("model") ?? "";

    public string Role => Json.Text("role") ?? "";

    public int SampleIndex => (int)Json.Whole("sample_index");

    /// <summary>Null without an answer, or where the gateway kept no texts.</summary>
    public string? Text => Json.Text("text");

    public string? Fault => Json.Text("fault");

    public string? FaultMessage => Json.Text("fault_message");

    public bool Estimated => Json.Flag("estimated");

    public bool Cached => Json.Flag("cached");

    public double? ElapsedMs => (double?)Json.Number("elapsed_ms");

    /// <summary>What the call used; for a policy's call, what the run behind it used in sum.</summary>
    public Spend Spend => Json.Member("spend") is not { } spend ? default : new Spend(
        (int)spend.Whole("calls"),
        spend.Whole("input_tokens"),
        spend.Whole("cached_input_tokens"),
        spend.Whole("output_tokens"),
        spend.Number("cost_usd").GetValueOrDefault());

    /// <summary>The run behind it, where a policy was asked; null for a model.</summary>
    public RecordedRun? Inner => Json.Member("events") is { } events ? RecordedRun.Of(events) : null;
}
