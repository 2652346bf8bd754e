using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Gateway.FunctionalTests.Hosts;

namespace Gateway.FunctionalTests;

/// <summary>Policies edited while the gateway runs.</summary>
public sealed class ReloadTests
{
    [Fact]
    public async Task PolicyFile_Saved_TakesEffectWithoutARestart()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(Scripts.Echo);
        await using var gateway = await GatewayHost.OverAsync(upstream, ("vote", Vote(n: 1)));
        Assert.Equal("1", await CallsAsync(gateway, "vote"));

        await File.WriteAllTextAsync(Path.Combine(gateway.PolicyFolder, "vote.yaml"), Vote(n: 2));
        await UntilAsync(async () => await CallsAsync(gateway, "vote") == "2");

        await File.WriteAllTextAsync(Path.Combine(gateway.PolicyFolder, "second.yaml"), "name: second\nkind: direct\nmodel: vote\n");
        await UntilAsync(async () => await CallsAsync(gateway, "second") == "2");

        File.Delete(Path.Combine(gateway.PolicyFolder, "second.yaml"));
        await UntilAsync(async () => (await AskAsync(gateway, "second")).StatusCode == HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task PolicyFile_Broken_IsReportedAndTheVersionBeforeStays()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(Scripts.Echo);
        await using var gateway = await GatewayHost.OverAsync(upstream, ("vote", Vote(n: 2)));

        await File.WriteAllTextAsync(Path.Combine(gateway.PolicyFolder, "vote.yaml"), "name: vote\nkind: best-of-n\nmodel: echo\nn: many\nselekt: majority\n");
        await UntilAsync(async () => (await ReasonsAsync(gateway)).Contains("vote.yaml:4", StringComparison.Ordinal));

        var reasons = await ReasonsAsync(gateway);
        Assert.Contains("vote.yaml:5", reasons, StringComparison.Ordinal);
        Assert.Contains("select", reasons, StringComparison.Ordinal);
        Assert.Equal("2", await CallsAsync(gateway, "vote"));
    }

    private static string Vote(int n) => $"name: vote\nkind: best-of-n\nmodel: echo\nn: {n}\nselect: mean-logprob\n";

    private static Task<HttpResponseMessage> AskAsync(GatewayHost gateway, string model) => gateway.ChatAsync(new { model, messages = new[] { new { role = "user", content = "x" } } });

    private static async Task<string?> CallsAsync(GatewayHost gateway, string model)
    {
        using var answer = await AskAsync(gateway, model);
        return answer.Headers.TryGetValues("x-gateway-calls", out var calls) ? calls.Single() : null;
    }

    private static async Task<string> ReasonsAsync(GatewayHost gateway)
    {
        var ready = await gateway.Http.GetFromJsonAsync<JsonElement>("/health/ready");
        return string.Join('\n', ready.GetProperty("refused").EnumerateArray().Select(static refused => refused.GetProperty("reason").GetString()));
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var patience = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(20), "It did not take effect within 20 s.");
            await Task.Delay(50);
        }
    }
}
