using System.Text.Json;

namespace Gateway;

/// <summary>What a model client threw, as data.</summary>
internal static class CallFaults
{
    public static ModelFault From(Exception exception) => exception switch
    {
        ModelCallException call => call.Fault,
        NoCandidateException { Failed: var failed } none => new ModelFault(failed[0].Fault!.Kind, none.Message, none)
        {
            Status = failed[0].Fault!.Status,
            RetryAfter = failed[0].Fault!.RetryAfter,
            Upstream = failed[0].Fault!.Upstream,
        },
        TimeoutException => new ModelFault(FaultKind.Timeout, exception.Message, exception),
        HttpRequestException => new ModelFault(FaultKind.Upstream, exception.Message, exception),
        JsonException => new ModelFault(FaultKind.Malformed, exception.Message, exception),
        _ => new ModelFault(FaultKind.Upstream, $"{exception.GetType().Name}: {exception.Message}", exception),
    };

    public static ModelFault Abandoned { get; } = new(FaultKind.Abandoned, "the outcome was decided, or the client left, before the call finished");

    public static ModelFault Deadline(TimeSpan limit) => new(FaultKind.Timeout, $"budget.wall_clock_ms is {limit.TotalMilliseconds:0} and has passed");
}
