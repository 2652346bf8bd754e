using System.Net;
using Microsoft.Extensions.Http.Resilience;
using Polly;

namespace Gateway.Hosting;

/// <summary>The HTTP client of a remote model: retries with backoff around its transport. Timeouts are the chat client's own, since they reach into the stream.</summary>
internal static class RemoteHttp
{
    // A longer wait than this is the caller's business: it gets the 429 with the endpoint's Retry-After.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    public static HttpClient Create(RemoteModelSettings model, HttpMessageHandler transport)
    {
        HttpMessageHandler handler = transport;
        if (model.MaxRetries > 0)
        {
            var pipeline = new ResiliencePipelineBuilder<HttpResponseMessage>().AddRetry(new HttpRetryStrategyOptions
            {
                MaxRetryAttempts = model.MaxRetries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = TimeSpan.FromMilliseconds(75),
                MaxDelay = LongestWait,
                ShouldHandle = static arguments => ValueTask.FromResult(IsTransient(arguments.Outcome)),
                DelayGenerator = static arguments => ValueTask.FromResult(RetryAfter(arguments.Outcome.Result)),
            }).Build();
            handler = new ResilienceHandler(pipeline) { InnerHandler = transport };
        }

        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    private static bool IsTransient(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Exception: HttpRequestException } => true,
        { Result: { } response } => response.StatusCode switch
        {
            HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable
                or HttpStatusCode.GatewayTimeout or HttpStatusCode.InternalServerError => !(RetryAfter(response) > LongestWait) && !ForbidsRetry(response),
            _ => false,
        },
        _ => false,
    };

    /// <summary>OpenAI's own way to say that repeating is useless.</summary>
    private static bool ForbidsRetry(HttpResponseMessage response) =>
        response.Headers.TryGetValues("x-should-retry", out var values) && values.Contains("false", StringComparer.OrdinalIgnoreCase);

    private static TimeSpan? RetryAfter(HttpResponseMessage? response) => response?.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when response.Headers.Date is { } now => date > now ? date - now : TimeSpan.Zero,
        _ => null,
    };
}
