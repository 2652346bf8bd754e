using System.Diagnostics;
using System.Threading.Channels;

namespace Gateway.Benchmarks;

/// <summary>A client leaves while its calls are out: the time from there until the endpoint sees the last of them gone.</summary>
internal static class CancelBenchmark
{
    public static async Task<int> RunAsync(int repeats, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("gateway-bench").FullName;
        var policies = Directory.CreateDirectory(Path.Combine(folder, "policies")).FullName;
        await File.WriteAllTextAsync(Path.Combine(policies, "vote.yaml"), "name: vote\nkind: best-of-n\nmodel: mock\nn: 8\nselect: majority\n", cancellationToken);

        // The endpoint runs in this process, so that both ends of a measurement are on one clock.
        var arrived = Channel.CreateUnbounded<long>();
        var gone = Channel.CreateUnbounded<long>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var endpoint = builder.Build();
        endpoint.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            if (body.GetBuffer().AsSpan(0, (int)body.Length).IndexOf("\"stream\":true"u8) >= 0)
            {
                context.Response.ContentType = "text/event-stream";
                await context.Response.WriteAsync("""data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"mock","choices":[{"index":0,"delta":{"role":"assistant","content":"so"},"finish_reason":null}]}""" + "\n\n", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }

            context.RequestAborted.Register(() => gone.Writer.TryWrite(Stopwatch.GetTimestamp()));
            arrived.Writer.TryWrite(Stopwatch.GetTimestamp());
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        await endpoint.StartAsync(cancellationToken);
        using var gateway = await ChildProcess.StartGatewayAsync(0, folder, cancellationToken, $"--Gateway:Models:mock:Endpoint={endpoint.Urls.First()}/v1");

        Console.WriteLine($"Milliseconds from a client's leaving until the endpoint sees its last call gone; {repeats} requests each after a warm-up.");
        Console.WriteLine("| request | calls out | median | p95 | slowest |");
        Console.WriteLine("| --- | --- | --- | --- | --- |");
        (string Name, string Model, bool Stream, int Calls)[] requests =
        [
            ("direct", "mock", false, 1), ("direct, streamed", "mock", true, 1), ("vote of 8", "vote", false, 8), ("vote of 8, streamed", "vote", true, 8),
        ];
        foreach (var (name, model, stream, calls) in requests)
        {
            var times = new List<double>(repeats);
            for (var i = -5; i < repeats; i++)
            {
                using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                // A client of its own each time: leaving closes its connection, as a program's end does.
                using var http = new HttpClient(new SocketsHttpHandler { MaxResponseDrainSize = 0, ResponseDrainTimeout = TimeSpan.Zero });
                using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{gateway.Port}/v1/chat/completions")
                {
                    Content = JsonContent.Create(new { model, stream, messages = new[] { new { role = "user", content = "?" } } }),
                };
                var asked = http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, leaving.Token);
                for (var call = 0; call < calls; call++) await arrived.Reader.ReadAsync(cancellationToken);
                // Left in the middle of an answer, not at its first moment.
                await Task.Delay(20, cancellationToken);
                var left = Stopwatch.GetTimestamp();
                await leaving.CancelAsync();
                if (asked.IsCompletedSuccessfully) (await asked).Dispose();
                var last = left;
                for (var call = 0; call < calls; call++) last = Math.Max(last, await gone.Reader.ReadAsync(cancellationToken));
                if (i >= 0) times.Add(Stopwatch.GetElapsedTime(left, last).TotalMilliseconds);
                await ((Task)asked).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            times.Sort();
            Console.WriteLine(FormattableString.Invariant($"| {name} | {calls} | {times[repeats / 2]:0.0} | {times[(int)(repeats * 0.95)]:0.0} | {times[^1]:0.0} |"));
        }

        return 0;
    }
}
