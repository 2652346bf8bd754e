namespace Gateway.OpenAI;

/// <summary>A client's request is not what the protocol allows: status 400, type <c>invalid_request_error</c>.</summary>
/// <param name="message">What is wrong and what would be legal.</param>
/// <param name="param">The field at fault as OpenAI writes it (<c>messages[0].role</c>); null where the body as a whole is.</param>
/// <param name="code">OpenAI's code, such as <c>invalid_type</c>; null for a body that is no JSON object.</param>
public sealed class InvalidRequestException(string message, string? param, string? code = null) : Exception(message)
{
    public string? Param { get; } = param;

    public string? Code { get; } = code;

    /// <summary>The error object to answer with.</summary>
    public ApiError ToError() => new(Message, ApiError.InvalidRequest, Param, Code);
}
