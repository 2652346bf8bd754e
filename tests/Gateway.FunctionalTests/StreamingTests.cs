using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.FunctionalTests.Hosts;

namespace Gateway.FunctionalTests;

/// <summary>What leaves the gateway on a stream, and when.</summary>
public sealed class StreamingTests
{
    private const string Vote = "name: vote\nkind: best-of-n\nmodel: echo\nn: 3\nselect: majority\n";

    [Theory]
    [InlineData("echo")]
    [InlineData("vote")]
    public async Task Stream_Always_HasOpenAIsShape(string model)
    {
        await using var upstream = await ScriptedUpstream.StartAsync(Scripts.Echo);
        await using var gateway = await GatewayHost.OverAsync(upstream, ("vote", Vote));

        using var answer = await gateway.ChatAsync(new { model, stream = true, stream_options = new { include_usage = true }, messages = Say("one two three") });
        var lines = (await answer.Content.ReadAsStringAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(model == "echo" ? "direct" : model, answer.Headers.GetValues("x-gateway-policy").Single());
        Assert.Equal("data: [DONE]", lines[^1]);
        var trailer = lines.Single(static line => line.StartsWith(": {", StringComparison.Ordinal));
        Assert.Equal("echo", JsonDocument.Parse(trailer[2..]).RootElement.GetProperty("x-gateway-model").GetString());
        var chunks = lines.Where(static line => line.StartsWith("data: {", StringComparison.Ordinal)).Select(static line => JsonDocument.Parse(line[6..]).RootElement).ToArray();
        Assert.All(chunks, chunk => Assert.Equal(("chat.completion.chunk", model), (chunk.GetProperty("object").GetString(), chunk.GetProperty("model").GetString())));
        Assert.Single(chunks.Select(static chunk => (chunk.GetProperty("id").GetString(), chunk.GetProperty("created").GetInt64())).Distinct());
        Assert.Equal("assistant", chunks[0].GetProperty("choices")[0].GetProperty("delta").GetProperty("role").GetString());
        var withChoice = chunks.Where(static chunk => chunk.GetProperty("choices").GetArrayLength() > 0).ToArray();
        Assert.Equal("You said: one two three", string.Concat(withChoice.Select(static chunk => chunk.GetProperty("choices")[0].GetProperty("delta").TryGetProperty("content", out var text) ? text.GetString() : "")));
        Assert.Equal(["stop"], withChoice.Select(static chunk => chunk.GetProperty("choices")[0].GetProperty("finish_reason").GetString()).Where(static finish => finish is not null));
        var usage = chunks.Where(static chunk => chunk.TryGetProperty("usage", out var usage) && usage.ValueKind == JsonValueKind.Object).ToArray();
        Assert.Equal(0, Assert.Single(usage).GetProperty("choices").GetArrayLength());
    }

    [Fact]
    public async Task Stream_NotAskedForUsage_CarriesNone()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(Scripts.Echo);
        await using var gateway = await GatewayHost.OverAsync(upstream);

        using var answer = await gateway.ChatAsync(new { model = "echo", stream = true, messages = Say("x") });

        Assert.DoesNotContain("\"usage\":{", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_TokensWithGaps_LeaveWithThoseGaps()
    {
        var mayGoOn = new SemaphoreSlim(0);
        await using var upstream = await ScriptedUpstream.StartAsync(async (context, _) =>
        {
            context.Response.ContentType = "text/event-stream";
            for (var i = 0; i < 3; i++)
            {
                await Scripts.SendAsync(context, Scripts.Chunk(new() { ["content"] = $"token{i}" }, null));
                await mayGoOn.WaitAsync(context.RequestAborted);
            }

            await Scripts.SendAsync(context, Scripts.Chunk([], "stop"));
            await Scripts.SendAsync(context, "[DONE]");
        });
        await using var gateway = await GatewayHost.OverAsync(upstream);
        using var answer = await StreamAsync(gateway, "echo", "x");
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());

        // The upstream sends the next token only once this one has arrived here: a buffered stream would never get on.
        for (var i = 0; i < 3; i++)
        {
            await ReadUntilAsync(reader, $"token{i}");
            mayGoOn.Release();
        }

        await ReadUntilAsync(reader, "[DONE]");
    }

    [Fact]
    public async Task Stream_WhileCandidatesAreMade_FirstBytesComeBeforeTheAnswer()
    {
        var mayAnswer = new TaskCompletionSource();
        await using var upstream = await ScriptedUpstream.StartAsync(async (context, request) =>
        {
            await mayAnswer.Task.WaitAsync(context.RequestAborted);
            await Scripts.Echo(context, request);
        });
        await using var gateway = await GatewayHost.OverAsync(upstream, ("vote", Vote));
        using var answer = await StreamAsync(gateway, "vote", "x");
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());

        Assert.StartsWith(":", await reader.ReadLineAsync(), StringComparison.Ordinal);
        mayAnswer.SetResult();
        await ReadUntilAsync(reader, "[DONE]");
    }

    [Fact]
    public async Task Stream_FailureBeforeTheFirstByte_IsAStatus()
    {
        await using var upstream = await ScriptedUpstream.StartAsync((context, _) => Scripts.FailAsync(context, 400, "not this"));
        await using var gateway = await GatewayHost.OverAsync(upstream, ("vote", Vote));

        foreach (var model in new[] { "echo", "vote" })
        {
            using var answer = await gateway.ChatAsync(new { model, stream = true, messages = Say("x") });
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Stream_FailureAfterTheFirstByte_IsAnErrorEventWithoutDone()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(async (context, _) =>
        {
            context.Response.ContentType = "text/event-stream";
            await Scripts.SendAsync(context, Scripts.Chunk(new() { ["content"] = "half" }, null));
        });
        await using var gateway = await GatewayHost.OverAsync(upstream);

        using var answer = await gateway.ChatAsync(new { model = "echo", stream = true, messages = Say("x") });
        var text = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("half", text, StringComparison.Ordinal);
        Assert.Contains("data: {\"error\":", text, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ClientGone_Always_EndsEveryUpstreamCall(bool stream)
    {
        await using var upstream = await ScriptedUpstream.StartAsync((context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted));
        await using var gateway = await GatewayHost.OverAsync(upstream, ("vote", Vote));
        using var leave = new CancellationTokenSource();
        var asking = gateway.Http.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = System.Net.Http.Json.JsonContent.Create(new { model = "vote", stream, messages = Say("x") }) },
            HttpCompletionOption.ResponseHeadersRead,
            leave.Token);
        await EventuallyAsync(() => upstream.Active == 3);
        if (stream) (await asking).Dispose();
        else await leave.CancelAsync();

        var gone = Stopwatch.StartNew();
        await EventuallyAsync(() => upstream.Active == 0);

        // The bound is the contract's 100 ms with room for a machine under load; what it guards against is a call that runs on.
        Assert.True(gone.Elapsed < TimeSpan.FromSeconds(2), $"took {gone.Elapsed}");
        Assert.Equal(3, upstream.Aborted);
    }

    [Fact]
    public async Task ClientsGone_AtAnyMomentOfAStream_AreNoErrors()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(async (context, _) =>
        {
            context.Response.ContentType = "text/event-stream";
            while (true)
            {
                await Scripts.SendAsync(context, Scripts.Chunk(new JsonObject { ["content"] = "so " }, null));
                await Task.Yield();
            }
        });
        await using var gateway = await GatewayHost.OverAsync(upstream);
        var random = new Random(5);

        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => random.Next(1, 80)).Select(async milliseconds =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = System.Net.Http.Json.JsonContent.Create(new { model = "echo", stream = true, messages = Say("x") }) };
            using var answer = await gateway.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            await Task.Delay(milliseconds);
        }));

        await EventuallyAsync(() => upstream.Active == 0);
        Assert.Empty(gateway.Errors);
    }

    [Fact]
    public async Task Majority_OnceDecided_CancelsTheRestUpstream()
    {
        var asked = 0;
        var allAsked = new TaskCompletionSource();
        await using var upstream = await ScriptedUpstream.StartAsync(async (context, _) =>
        {
            // Nobody answers until all have arrived: a call that is cancelled on its way here would not be counted.
            var place = Interlocked.Increment(ref asked);
            if (place == 5) allAsked.SetResult();
            await allAsked.Task.WaitAsync(context.RequestAborted);
            if (place > 3) await Task.Delay(Timeout.Infinite, context.RequestAborted);
            await Scripts.AnswerAsync(context, "same");
        });
        await using var gateway = await GatewayHost.OverAsync(upstream, ("vote", "name: vote\nkind: best-of-n\nmodel: echo\nn: 5\nselect: majority\n"));

        using var answer = await gateway.ChatAsync(new { model = "vote", messages = Say("x") });

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await EventuallyAsync(() => upstream.Active == 0);
        Assert.Equal(2, upstream.Aborted);
    }

    private static object[] Say(string content) => [new { role = "user", content }];

    private static Task<HttpResponseMessage> StreamAsync(GatewayHost gateway, string model, string content) => gateway.Http.SendAsync(
        new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = System.Net.Http.Json.JsonContent.Create(new { model, stream = true, messages = Say(content) }) },
        HttpCompletionOption.ResponseHeadersRead);

    private static async Task ReadUntilAsync(StreamReader reader, string wanted)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (await reader.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.Contains(wanted, StringComparison.Ordinal)) return;
        }

        Assert.Fail($"The stream ended without {wanted}.");
    }

    private static async Task EventuallyAsync(Func<bool> condition)
    {
        var patience = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(20), "It did not happen within 20 s.");
            await Task.Delay(5);
        }
    }
}
