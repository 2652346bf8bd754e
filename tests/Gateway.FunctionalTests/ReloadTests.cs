using System.Net;
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
        await Eventually.TrueAsync(async () => await CallsAsync(gateway, "vote") == "2");

        await File.WriteAllTextAsync(Path.Combine(gateway.PolicyFolder, "second.yaml"), "name: second\nkind: direct\nmodel: vote\n");
        await Eventually.TrueAsync(async () => await CallsAsync(gateway, "second") == "2");

        File.Delete(Path.Combine(gateway.PolicyFolder, "second.yaml"));
        await Eventually.TrueAsync(async () => (await AskAsync(gateway, "second")).StatusCode == HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task PolicyFile_Broken_IsReportedAndTheVersionBeforeStays()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(Scripts.Echo);
        await using var gateway = await GatewayHost.OverAsync(upstream, ("vote", Vote(n: 2)));

        await File.WriteAllTextAsync(Path.Combine(gateway.PolicyFolder, "vote.yaml"), "name: vote\nkind: best-of-n\nmodel: echo\nn: many\nselekt: majority\n");
        await Eventually.TrueAsync(async () => (await gateway.ReasonsAsync()).Contains("vote.yaml:4", StringComparison.Ordinal));

        var reasons = await gateway.ReasonsAsync();
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

}
