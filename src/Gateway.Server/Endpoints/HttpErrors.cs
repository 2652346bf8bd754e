using System.Buffers;
using System.Globalization;
using Gateway.OpenAI;

namespace Gateway.Server.Endpoints;

/// <summary>What failed, as HTTP.</summary>
internal static class HttpErrors
{
    public const string InvalidRequest = ApiError.InvalidRequest;

    public static HttpError UnknownModel(string model) =>
        new(404, $"The model '{model}' does not exist here. GET /v1/models lists what does.", InvalidRequest, "model", "model_not_found");

    public static HttpError UnknownPath(HttpContext context) =>
        new(404, $"Nothing answers {context.Request.Method} {context.Request.Path}. Paths under /v1 that are not listed in the documentation are forwarded to the remote model that the body, form or query names in 'model'.", InvalidRequest, null, "unknown_path");

    public static HttpError NotRemote(HttpContext context, string model, bool localModelsAnswer) =>
        new(404, $"'{model}' is not {(localModelsAnswer ? "a model" : "a remote model")}, and only {(localModelsAnswer ? "models, local or remote" : "remote models")} answer {context.Request.Path}.", InvalidRequest, "model", "model_not_found");

    public static HttpError UnknownRun(string id) =>
        new(404, $"The run '{id}' is not known. The last Gateway:Records:Keep runs are kept, in memory.", InvalidRequest, "id", "run_not_found");

    public static HttpError OneAnswerOnly(string kind) =>
        new(400, $"A policy of kind '{kind}' gives one answer; legal: n of 1.", InvalidRequest, "n", "unsupported_value");

    public static HttpError Draining { get; } =
        new(503, "The gateway is shutting down and takes no new requests.", "server_error", null, "draining") { RetryAfter = TimeSpan.FromSeconds(1) };

    /// <summary>A run without an answer.</summary>
    /// <param name="failure">What failed.</param>
    /// <param name="isDirect">One model was asked by its own name: what its endpoint said is passed on.</param>
    public static HttpError From(NoCandidateException failure, bool isDirect)
    {
        var faults = failure.Failed.Select(static candidate => candidate.Fault!).ToArray();
        var made = faults.Where(static fault => fault.Kind != FaultKind.BudgetSpent).ToArray();
        if (made.Length == 0)
            return new HttpError(429, $"The budget was spent before there was any answer: {faults[0].Message}.", "budget_error", "gateway.budget", "budget_exceeded") { MayRetry = false };

        var first = made[0];
        if (made.All(static fault => fault.Kind == FaultKind.ContextTooLong))
            return new HttpError(400, Reasons(failure), InvalidRequest, first.Upstream?.Param ?? "messages", "context_length_exceeded");

        if (first.Status is 400 or 404 or 413 or 422 && made.All(fault => fault.Status == first.Status))
            return PassOn(first, failure);

        if (isDirect && first.Kind == FaultKind.RateLimited)
            return PassOn(first with { Status = 429 }, failure) with { RetryAfter = first.RetryAfter };

        if (made.All(static fault => fault.Kind == FaultKind.Timeout))
            return new HttpError(504, $"The deadline passed before there was an answer: {Reasons(failure)}.", "timeout_error", null, "timeout") { MayRetry = false };

        return new HttpError(502, $"Every call failed: {Reasons(failure)}.", "upstream_error", null, "upstream_failed") { MayRetry = false };
    }

    /// <summary>YARP could not forward a request.</summary>
    public static HttpError Unforwarded(int status, string model) => status == 504
        ? new HttpError(504, $"Model '{model}': its endpoint was silent for too long.", "timeout_error", null, "timeout") { MayRetry = false }
        : new HttpError(502, $"Model '{model}': its endpoint could not be reached, or broke off.", "upstream_error", null, "upstream_failed") { MayRetry = false };

    /// <summary>One call that no policy made.</summary>
    public static HttpError From(ModelFault fault) => fault switch
    {
        { Status: { } status, Upstream: { } told } => new HttpError(status, told.Message, told.Type ?? InvalidRequest, told.Param, told.Code),
        { Kind: FaultKind.RateLimited } => new HttpError(429, fault.Message, "rate_limit_error") { RetryAfter = fault.RetryAfter },
        _ => new HttpError(502, fault.Message, "upstream_error", null, "upstream_failed") { MayRetry = false },
    };

    public static async Task WriteAsync(HttpContext context, HttpError error)
    {
        var response = context.Response;
        response.StatusCode = error.Status;
        response.ContentType = "application/json";
        if (!error.MayRetry) response.Headers["x-should-retry"] = "false";
        if (error.RetryAfter is { } wait) response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var buffer = new ArrayBufferWriter<byte>(256);
        ErrorWriter.Write(buffer, error.Error);
        response.ContentLength = buffer.WrittenCount;
        await response.Body.WriteAsync(buffer.WrittenMemory, context.RequestAborted);
    }

    private static HttpError PassOn(ModelFault fault, NoCandidateException failure) => new(
        fault.Status!.Value,
        fault.Upstream?.Message ?? Reasons(failure),
        fault.Upstream?.Type ?? InvalidRequest,
        fault.Upstream?.Param,
        fault.Upstream?.Code);

    /// <summary>Each member's reason once, with how often it was given.</summary>
    private static string Reasons(NoCandidateException failure) => string.Join("; ", failure.Failed
        .GroupBy(static candidate => (candidate.Call.Model, candidate.Fault!.Message))
        .Select(static group => group.Count() == 1 ? $"{group.Key.Model}: {group.Key.Message}" : $"{group.Key.Model} ({group.Count()} calls): {group.Key.Message}"));
}
