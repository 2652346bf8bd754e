using System.Text.Json;

namespace Gateway;

/// <summary>What a model client threw, as data.</summary>
internal static class CallFaults
{
    public static ModelFault From(Exception exception) => exception switch
    {
        ModelCallException call => call.Fault,
        NoCandidateException none => OfRun(none),
        TimeoutException => new ModelFault(FaultKind.Timeout, exception.Message, exception),
        HttpRequestException => new ModelFault(FaultKind.Upstream, exception.Message, exception),
        JsonException => new ModelFault(FaultKind.Malformed, exception.Message, exception),
        _ => new ModelFault(FaultKind.Upstream, $"{exception.GetType().Name}: {exception.Message}", exception),
    };

    /// <summary>What all members have in common; calls that were not made for want of budget say nothing where others were.</summary>
    private static ModelFault OfRun(NoCandidateException none)
    {
        var faults = none.Failed.Select(static candidate => candidate.Fault!).ToArray();
        var made = faults.Where(static fault => fault.Kind != FaultKind.BudgetSpent).ToArray();
        if (made.Length == 0) made = faults;
        var first = made[0];
        return made.All(fault => fault.Kind == first.Kind && fault.Status == first.Status)
            ? first with { Message = none.Message, Cause = none }
            : new ModelFault(FaultKind.Upstream, none.Message, none);
    }

    public static ModelFault Abandoned { get; } = new(FaultKind.Abandoned, "the outcome was decided, or the client left, before the call finished");

    public static ModelFault Deadline(TimeSpan limit) => new(FaultKind.Timeout, $"budget.wall_clock_ms is {limit.TotalMilliseconds:0} and has passed");
}
