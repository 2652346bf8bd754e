namespace Gateway;

/// <summary>A failed call, as data.</summary>
/// <param name="Kind">The class of failure.</param>
/// <param name="Message">What happened, for the person who reads the answer; names no secret.</param>
/// <param name="Cause">The exception behind it, for the log.</param>
public sealed record ModelFault(FaultKind Kind, string Message, Exception? Cause = null)
{
    /// <summary>The HTTP status that the endpoint gave, if it gave one.</summary>
    public int? Status { get; init; }

    /// <summary>When the endpoint said to come back.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The endpoint's own error object, to be passed on by a direct call.</summary>
    public UpstreamError? Upstream { get; init; }
}

/// <summary>OpenAI's error object as an endpoint sent it.</summary>
public sealed record UpstreamError(string Message, string? Type, string? Param, string? Code);
