using System.Buffers;
using System.Text;
using Gateway.OpenAI;

namespace Gateway.Server.Endpoints;

/// <summary><c>POST /v1/completions</c> of local models, whole and streamed: a text is continued without a chat template.</summary>
internal sealed class CompletionsEndpoint(TimeProvider time) : LocalModelEndpoint<CompletionRequest>("/v1/completions")
{
    // A failure within this time is still an HTTP status.
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(3);

    protected override CompletionRequest Parse(ReadOnlyMemory<byte> body) => CompletionRequest.Parse(body);

    protected override async Task AnswerAsync(HttpContext context, CompletionRequest request, CatalogEntry local)
    {
        var received = time.GetTimestamp();
        var runId = context.Response.Headers[EveryAnswer.RunIdHeader].ToString();
        var run = new CompletionRun((ITextCompleter)local.Client.GetService(typeof(ITextCompleter))!, request, local.Card.Price, runId);
        var identity = new AnswerIdentity($"cmpl-{runId.AsSpan("run_".Length)}", time.GetUtcNow(), request.Model);
        if (request.Stream)
        {
            await StreamAsync(context, request, run, identity, local.Card.Name, received);
            return;
        }

        var choices = await run.WholeAsync(context.RequestAborted);
        var waited = time.GetElapsedTime(received);
        var buffer = new ArrayBufferWriter<byte>(1024);
        CompletionWriter.Write(buffer, identity, choices, run.Spent);
        RunAnswer.SetHeaders(context, "direct", local.Card.Name, run.Spent.Calls, run.Spent.Cost, time.GetElapsedTime(received) - waited);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = buffer.WrittenCount;
        await context.Response.Body.WriteAsync(buffer.WrittenMemory, context.RequestAborted);
    }

    private async Task StreamAsync(HttpContext context, CompletionRequest request, CompletionRun run, AnswerIdentity identity, string model, long received)
    {
        context.Response.Headers[RunAnswer.PolicyHeader] = "direct";
        var output = context.Response.BodyWriter;
        await using var reply = new SseReply(context, time, Hold);
        var begun = time.GetTimestamp();
        try
        {
            await run.RunAsync(
                async stretch =>
                {
                    var told = request.Logprobs is null ? stretch with { Logprobs = null } : stretch;
                    await reply.WriteAsync(() => CompletionWriter.WriteChunk(output, identity, told, request.IncludeUsage));
                    await reply.FlushAsync(context.RequestAborted);
                },
                context.RequestAborted);
        }
        catch (ModelCallException exception)
        {
            // The caller makes a status of it.
            if (await reply.EndUnlessStartedAsync()) throw;
            await reply.WriteAsync(() => WriteError(output, HttpErrors.From(exception.Fault).Error));
            await reply.FlushAsync(context.RequestAborted);
            return;
        }

        var overhead = time.GetElapsedTime(received, begun);
        await reply.WriteAsync(() =>
        {
            if (request.IncludeUsage) CompletionWriter.WriteUsage(output, identity, run.Spent);
            output.Write(Encoding.UTF8.GetBytes($": {RunAnswer.Trailer(model, run.Spent, overhead)}\n\ndata: [DONE]\n\n"));
        });
        await reply.FlushAsync(context.RequestAborted);
    }

    private static void WriteError(IBufferWriter<byte> output, ApiError error)
    {
        output.Write("data: "u8);
        ErrorWriter.Write(output, error);
        output.Write("\n\n"u8);
    }
}
