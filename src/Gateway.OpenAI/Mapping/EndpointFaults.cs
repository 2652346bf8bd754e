using System.Globalization;
using System.Net;

namespace Gateway.OpenAI;

/// <summary>Turns what an endpoint says of its failures into faults.</summary>
internal static class EndpointFaults
{
    private const string TooLongCode = "context_length_exceeded";

    /// <summary>An answer whose status is no success.</summary>
    public static ModelFault OfStatus(RemoteModel model, HttpResponseMessage response, ReadOnlySpan<byte> body, TimeProvider time)
    {
        var status = (int)response.StatusCode;
        var error = WithoutKey(UpstreamErrorReader.Read(body), model.ApiKey);
        var said = error is { Message.Length: > 0 } ? $": {error.Message}" : "";
        return new ModelFault(KindOf(response.StatusCode, error), $"model '{model.Name}': the endpoint answered {status}{said}")
        {
            Status = status,
            RetryAfter = RetryAfter(response, time),
            Upstream = error,
        };
    }

    /// <summary>An error in the body of an answer whose status said that all was well.</summary>
    public static ModelCallException InBody(ReadOnlyMemory<byte> json, string model, string? key)
    {
        var error = WithoutKey(UpstreamErrorReader.Read(json.Span), key);
        return new ModelCallException(new ModelFault(FaultKind.Upstream, $"model '{model}': the endpoint answered with an error: {error?.Message}") { Upstream = error });
    }

    private static FaultKind KindOf(HttpStatusCode status, UpstreamError? error) => status switch
    {
        HttpStatusCode.TooManyRequests => FaultKind.RateLimited,
        HttpStatusCode.BadRequest when IsTooLong(error) => FaultKind.ContextTooLong,
        HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity => FaultKind.Refused,
        _ => FaultKind.Upstream,
    };

    // OpenAI has a code, llama.cpp a type, vLLM only the words.
    private static bool IsTooLong(UpstreamError? error) =>
        error is not null
        && (error.Code == TooLongCode || error.Type == "exceed_context_size_error" || error.Message.Contains("maximum context length", StringComparison.OrdinalIgnoreCase));

    /// <summary>In seconds, as a date, or in the milliseconds that OpenAI adds.</summary>
    private static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider time)
    {
        if (response.Headers.TryGetValues("retry-after-ms", out var values)
            && double.TryParse(values.First(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var milliseconds)
            && milliseconds <= TimeSpan.FromDays(1).TotalMilliseconds)
        {
            return TimeSpan.FromMilliseconds(milliseconds);
        }

        if (response.Headers.RetryAfter is not { } after) return null;
        var wait = after.Delta ?? after.Date - time.GetUtcNow();
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    /// <summary>Some endpoints repeat the key that they refuse.</summary>
    private static UpstreamError? WithoutKey(UpstreamError? error, string? key) =>
        error is null || string.IsNullOrEmpty(key) ? error : error with { Message = error.Message.Replace(key, "***", StringComparison.Ordinal) };
}
