using Gateway.OpenAI;

namespace Gateway.Server.Endpoints;

/// <summary>An answer that is an error.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Error">OpenAI's error object.</param>
internal sealed record HttpError(int Status, ApiError Error)
{
    public HttpError(int status, string message, string type, string? param = null, string? code = null)
        : this(status, new ApiError(message, type, param, code))
    {
    }

    /// <summary>When to come back.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>False tells OpenAI's clients not to repeat what would be a whole ensemble again.</summary>
    public bool MayRetry { get; init; } = true;
}
