using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Gateway.FunctionalTests.Hosts;

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
    public async Task Stopping_NewRequest_Is503WhileOthersAreAnswered()
    {
        var asked = new TaskCompletionSource();
        var mayAnswer = new TaskCompletionSource();
        await using var upstream = await ScriptedUpstream.StartAsync(async (context, request) =>
        {
            asked.TrySetResult();
            await mayAnswer.Task.WaitAsync(context.RequestAborted);
            await Scripts.Echo(context, request);
        });
        await using var gateway = await GatewayHost.OverAsync(upstream);
        var body = new { model = "echo", messages = new[] { new { role = "user", content = "x" } } };
        var answering = gateway.ChatAsync(body);
        await asked.Task;

        // Stopping begins before the first await of StopAsync gives way.
        var stopping = gateway.StopAsync();
        using var refused = await gateway.ChatAsync(body);
        using var health = await gateway.Http.GetAsync("/health/live");
        mayAnswer.SetResult();
        using var answer = await answering;
        await stopping;

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK, HttpStatusCode.OK), (refused.StatusCode, health.StatusCode, answer.StatusCode));
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter!.Delta);
        Assert.StartsWith("run_", refused.Headers.GetValues("x-gateway-run-id").Single(), StringComparison.Ordinal);
        var error = (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error");
        Assert.Equal("draining", error.GetProperty("code").GetString());
    }
}
