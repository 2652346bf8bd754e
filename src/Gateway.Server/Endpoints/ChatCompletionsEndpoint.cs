using System.Buffers;
using Gateway.OpenAI;
using Microsoft.Extensions.AI;

namespace Gateway.Server.Endpoints;

/// <summary><c>POST /v1/chat/completions</c>, whole and streamed.</summary>
internal sealed partial class ChatCompletionsEndpoint(TimeProvider time, ILogger<ChatCompletionsEndpoint> logger)
{
    // A failure within this time is still an HTTP status; after it a comment line tells the client and its proxies that the line is alive.
    // One model's own answer comes by itself, and its failure should be a status even after the endpoint's first retries.
    private static readonly TimeSpan HoldWhileGathering = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan HoldForOneModel = TimeSpan.FromSeconds(3);

    public async Task PostAsync(HttpContext context)
    {
        var received = time.GetTimestamp();
        if (await RequestBody.ReadAsync(context) is not { } body) return;

        ChatRequest request;
        try
        {
            request = ChatRequest.Parse(body);
        }
        catch (InvalidRequestException exception)
        {
            await HttpErrors.WriteAsync(context, new HttpError(400, exception.ToError()));
            return;
        }

        if (!context.Snapshot().TryGet(request.Model, out var policy))
        {
            await HttpErrors.WriteAsync(context, HttpErrors.UnknownModel(request.Model));
            return;
        }

        if (request.N > 1 && !policy.Definition.ManyAnswers)
        {
            await HttpErrors.WriteAsync(context, HttpErrors.OneAnswerOnly(policy.Definition.Kind));
            return;
        }

        var run = policy.Open(new RunRequest(request.ToPrompt())
        {
            Id = context.Response.Headers[EveryAnswer.RunIdHeader].ToString(),
            Streaming = request.Stream,
            Limits = request.Gateway.Budget,
            Seed = request.Gateway.Seed,
        });
        var answer = new RunAnswer(context, request, run, received, time);
        if (request.Stream) await StreamAsync(context, policy, answer);
        else await WholeAsync(context, policy, answer);
    }

    private static async Task WholeAsync(HttpContext context, PolicyChatClient policy, RunAnswer answer)
    {
        var updates = new List<ChatResponseUpdate>(1);
        try
        {
            await foreach (var update in policy.AnswerAsync(answer.Run, context.RequestAborted)) updates.Add(update);
        }
        catch (NoCandidateException exception)
        {
            answer.SetHeaders();
            await HttpErrors.WriteAsync(context, HttpErrors.From(exception, answer.PassesErrorsOn));
            return;
        }

        var buffer = new ArrayBufferWriter<byte>(1024);
        ChatCompletionWriter.Write(buffer, answer.Identity, updates, answer.Run.Budget.Spent, answer.Request.LogprobsRequested, answer.Extension);
        answer.SetHeaders();
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = buffer.WrittenCount;
        await context.Response.Body.WriteAsync(buffer.WrittenMemory, context.RequestAborted);
    }

    private async Task StreamAsync(HttpContext context, PolicyChatClient policy, RunAnswer answer)
    {
        context.Response.Headers[RunAnswer.PolicyHeader] = answer.Policy;
        using var chunks = new ChatChunkWriter(context.Response.BodyWriter, answer.Identity, answer.Request.IncludeUsage, answer.Request.LogprobsRequested);
        await using var reply = new SseReply(context, time, answer.PassesErrorsOn ? HoldForOneModel : HoldWhileGathering);
        try
        {
            await WriteUpdatesAsync(context, policy, answer, chunks, reply);
        }
        catch (NoCandidateException exception)
        {
            var error = HttpErrors.From(exception, answer.PassesErrorsOn);
            if (await reply.EndUnlessStartedAsync())
            {
                answer.SetHeaders();
                await HttpErrors.WriteAsync(context, error);
                return;
            }

            await reply.WriteAsync(() => chunks.WriteError(error.Error));
        }
        catch (Exception exception) when (reply.Started && !context.RequestAborted.IsCancellationRequested)
        {
            LogBrokenStream(answer.Run.Id, exception);
            await reply.WriteAsync(() => chunks.WriteError(new ApiError("The gateway failed on this request; its log says why.", "server_error", null, "internal_error")));
        }

        await reply.FlushAsync(context.RequestAborted);
    }

    private static async Task WriteUpdatesAsync(HttpContext context, PolicyChatClient policy, RunAnswer answer, ChatChunkWriter chunks, SseReply reply)
    {
        var updates = policy.AnswerAsync(answer.Run, context.RequestAborted).GetAsyncEnumerator(context.RequestAborted);
        try
        {
            while (await NextAsync(updates, reply, context.RequestAborted)) await reply.WriteAsync(() => chunks.Write(updates.Current));
        }
        finally
        {
            await updates.DisposeAsync();
        }

        await reply.WriteAsync(() =>
        {
            chunks.Complete(answer.Run.Budget.Spent, answer.Extension);
            chunks.WriteComment(answer.Trailer());
            chunks.WriteDone();
        });
    }

    /// <summary>The answer's next update. What came in one read of the upstream is sent in one flush: only when the next update has to be waited for.</summary>
    private static async ValueTask<bool> NextAsync(IAsyncEnumerator<ChatResponseUpdate> updates, SseReply reply, CancellationToken cancellationToken)
    {
        var next = updates.MoveNextAsync();
        if (next.IsCompleted) return await next;

        var step = next.AsTask();
        try
        {
            await reply.FlushAsync(cancellationToken);
        }
        catch
        {
            // An iterator cannot be left in the middle of a step; the client is gone, so this one ends soon.
            await ((Task)step).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        return await step;
    }

    [LoggerMessage(EventId = 3002, Level = LogLevel.Error, Message = "{RunId}: a stream met a bug of the gateway")]
    private partial void LogBrokenStream(string runId, Exception exception);
}
