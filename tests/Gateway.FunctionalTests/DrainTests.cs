using System.Net;
using System.Text.Json;
using Gateway.FunctionalTests.Hosts;
using Gateway.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.FunctionalTests;

/// <summary>What happens to requests while the process stops.</summary>
public sealed class DrainTests
{
    [Fact]
    public async Task Stop_RequestUnderWay_IsAnsweredBeforeTheServerIsGone()
    {
        var asked = new TaskCompletionSource();
        var mayAnswer = new TaskCompletionSource();
        await using var upstream = await ScriptedUpstream.StartAsync(async (context, request) =>
        {
            asked.SetResult();
            await mayAnswer.Task.WaitAsync(context.RequestAborted);
            await Scripts.Echo(context, request);
        });
        await using var gateway = await GatewayHost.OverAsync(upstream);
        var answering = gateway.ChatAsync(new { model = "echo", messages = new[] { new { role = "user", content = "x" } } });
        await asked.Task;

        var stopping = gateway.StopAsync();
        Assert.False(stopping.IsCompleted);
        mayAnswer.SetResult();
        using var answer = await answering;
        await stopping;

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Stopping_NewRequest_Is503WithRetryAfter()
    {
        using var lifetime = new Stopping();
        var passedOn = false;
        var middleware = new EveryAnswer(
            _ =>
            {
                passedOn = true;
                return Task.CompletedTask;
            },
            TimeProvider.System, lifetime, NullLogger<EveryAnswer>.Instance);
        var context = new DefaultHttpContext();
        context.Request.Path = "/v1/chat/completions";
        context.Response.Body = new MemoryStream();

        await middleware.InvokeAsync(context);

        Assert.False(passedOn);
        Assert.Equal(503, context.Response.StatusCode);
        Assert.Equal("1", context.Response.Headers.RetryAfter);
        Assert.StartsWith("run_", context.Response.Headers["x-gateway-run-id"].ToString(), StringComparison.Ordinal);
        context.Response.Body.Position = 0;
        Assert.Equal("draining", JsonDocument.Parse(context.Response.Body).RootElement.GetProperty("error").GetProperty("code").GetString());
    }

    private sealed class Stopping : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource _stopping = new();

        public Stopping() => _stopping.Cancel();

        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => _stopping.Token;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => _stopping.Cancel();

        public void Dispose() => _stopping.Dispose();
    }
}
