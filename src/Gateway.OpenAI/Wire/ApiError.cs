namespace Gateway.OpenAI;

/// <summary>OpenAI's error object.</summary>
/// <param name="Message">What happened.</param>
/// <param name="Type">The class of error, such as <c>invalid_request_error</c>.</param>
/// <param name="Param">The request field at fault.</param>
/// <param name="Code">A word that programs can compare.</param>
public sealed record ApiError(string Message, string Type, string? Param = null, string? Code = null)
{
    /// <summary>The type of every 400.</summary>
    public const string InvalidRequest = "invalid_request_error";
}
