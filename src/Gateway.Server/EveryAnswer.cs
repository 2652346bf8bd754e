using Gateway.Hosting;
using Gateway.Server.Endpoints;

namespace Gateway.Server;

/// <summary>What holds for every answer: it names a run, none begins while the process stops, and nothing unforeseen shows a stack trace.</summary>
internal sealed partial class EveryAnswer(RequestDelegate next, TimeProvider time, Drain drain, GatewayState state, ILogger<EveryAnswer> logger)
{
    public const string RunIdHeader = "x-gateway-run-id";

    public async Task InvokeAsync(HttpContext context)
    {
        context.Response.Headers[RunIdHeader] = PolicyRun.NewId(time);
        if (!context.Request.Path.StartsWithSegments("/v1", StringComparison.OrdinalIgnoreCase))
        {
            await AnswerAsync(context);
            return;
        }

        if (!drain.TryEnter())
        {
            await HttpErrors.WriteAsync(context, HttpErrors.Draining);
            return;
        }

        try
        {
            using var lease = state.Lease();
            context.SetSnapshot(lease.Snapshot);
            await AnswerAsync(context);
        }
        finally
        {
            drain.Leave();
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client left; there is nobody to answer.
        }
        catch (BadHttpRequestException exception) when (!context.Response.HasStarted)
        {
            await HttpErrors.WriteAsync(context, new HttpError(exception.StatusCode, exception.Message, HttpErrors.InvalidRequest));
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            LogBug(logger, context.Request.Path, exception);
            await HttpErrors.WriteAsync(context, new HttpError(500, "The gateway failed on this request; its log says why.", "server_error", null, "internal_error"));
        }
    }

    [LoggerMessage(EventId = 3001, Level = LogLevel.Error, Message = "A request to {Path} met a bug of the gateway")]
    private static partial void LogBug(ILogger logger, PathString path, Exception exception);
}
