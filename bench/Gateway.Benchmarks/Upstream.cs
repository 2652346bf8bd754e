using System.Text;

namespace Gateway.Benchmarks;

/// <summary>An OpenAI endpoint that says the same thing every time: whole after a delay, or as a stream with gaps.</summary>
internal static class Upstream
{
    private static readonly byte[] Plain = Completion("The answer is 42. SCORE: 7");
    private static readonly byte[] Second = Completion("It is 41. SCORE: 3");
    private static readonly byte[] Third = Completion("Perhaps 40. SCORE: 2");

    public static async Task<int> ServeAsync(int port, int delayMilliseconds, int gapMilliseconds, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            if (body.GetBuffer().AsSpan(0, (int)body.Length).IndexOf("\"stream\":true"u8) >= 0)
            {
                await StreamAsync(context, gapMilliseconds);
                return;
            }

            if (delayMilliseconds > 0) await Task.Delay(delayMilliseconds, context.RequestAborted);
            context.Response.ContentType = "application/json";
            var answer = AnswerFor(body.GetBuffer().AsSpan(0, (int)body.Length));
            context.Response.ContentLength = answer.Length;
            await context.Response.Body.WriteAsync(answer, context.RequestAborted);
        });
        await app.RunAsync(cancellationToken);
        return 0;
    }

    /// <summary>Models differ in what they say, so that a judge has something to compare.</summary>
    private static byte[] AnswerFor(ReadOnlySpan<byte> request) =>
        request.IndexOf("\"model\":\"mock-b\""u8) >= 0 ? Second : request.IndexOf("\"model\":\"mock-c\""u8) >= 0 ? Third : Plain;

    private static byte[] Completion(string text) => Encoding.UTF8.GetBytes(
        """{"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"mock","choices":[{"index":0,"message":{"role":"assistant","content":"TEXT","refusal":null},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":12,"completion_tokens":9,"total_tokens":21},"system_fingerprint":"fp_1"}"""
            .Replace("TEXT", text, StringComparison.Ordinal));

    private static async Task StreamAsync(HttpContext context, int gapMilliseconds)
    {
        context.Response.ContentType = "text/event-stream";
        for (var i = 0; i < 10; i++)
        {
            await context.Response.WriteAsync(
                $$"""data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"mock","choices":[{"index":0,"delta":{"content":"token{{i}} "},"finish_reason":null}]}""" + "\n\n",
                context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            if (gapMilliseconds > 0) await Task.Delay(gapMilliseconds, context.RequestAborted);
        }

        await context.Response.WriteAsync(
            """data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"mock","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":12,"completion_tokens":10,"total_tokens":22}}""" + "\n\ndata: [DONE]\n\n",
            context.RequestAborted);
    }
}
