using System.Net;
using System.Net.Http.Json;
using Gateway.FunctionalTests.Hosts;
using Gateway.Hosting;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Model;

namespace Gateway.FunctionalTests;

/// <summary>Remote models edited in <c>appsettings.json</c> while the gateway runs.</summary>
public sealed class ModelReloadTests
{
    [Fact]
    public async Task Model_AddedRemovedAndBack_IsFollowedByThePoliciesThatNameIt()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(Scripts.Echo);
        var one = new { Endpoint = $"{upstream.Address}v1" };
        await using var gateway = await GatewayHost.WithModelsAsync(new { one }, ("vote", "name: vote\nkind: direct\nmodel: two\n"));
        Assert.Equal(["one"], await gateway.NamesAsync());

        await gateway.SaveAsync(new { one, two = one });
        await Eventually.TrueAsync(async () => (await gateway.NamesAsync()).SequenceEqual(["one", "two", "vote"]));
        Assert.Equal("You said: x", await gateway.TextAsync("vote"));

        await gateway.SaveAsync(new { one });
        await Eventually.TrueAsync(async () => (await gateway.NamesAsync()).SequenceEqual(["one"]));
        Assert.Contains("'two' is neither a model nor a policy", await gateway.ReasonsAsync(), StringComparison.Ordinal);
        using var gone = await gateway.ChatAsync(new { model = "two", messages = new[] { new { role = "user", content = "x" } } });
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);

        await gateway.SaveAsync(new { one, two = one });
        await Eventually.TrueAsync(async () => (await gateway.NamesAsync()).Contains("vote"));
        Assert.Equal("You said: x", await gateway.TextAsync("vote"));
    }

    [Fact]
    public async Task ModelNamedLikeAPolicy_Added_RefusesThePolicyAsAtStart()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(Scripts.Echo);
        var one = new { Endpoint = $"{upstream.Address}v1" };
        await using var gateway = await GatewayHost.WithModelsAsync(new { one }, ("vote", "name: vote\nkind: direct\nmodel: one\n"));

        await gateway.SaveAsync(new { one, Vote = one });

        await Eventually.TrueAsync(async () => (await gateway.ReasonsAsync()).Contains("'vote' is a model's name already", StringComparison.Ordinal));
        Assert.Equal(["one", "Vote"], await gateway.NamesAsync());
    }

    [Fact]
    public async Task Endpoint_MovedUnderAStream_TheStreamEndsWhereItBeganAndNewRequestsGoToTheNewOne()
    {
        var mayGoOn = new TaskCompletionSource();
        await using var before = await ScriptedUpstream.StartAsync(async (context, request) =>
        {
            context.Response.ContentType = "text/event-stream";
            await Scripts.SendAsync(context, Scripts.Chunk(new() { ["content"] = "slow " }, null));
            await mayGoOn.Task.WaitAsync(context.RequestAborted);
            await Scripts.SendAsync(context, Scripts.Chunk(new() { ["content"] = "answer" }, "stop"));
            await Scripts.SendAsync(context, "[DONE]");
        });
        await using var after = await ScriptedUpstream.StartAsync(Scripts.Echo);
        await using var gateway = await GatewayHost.WithModelsAsync(new { m = Endpoint(before, "old-name", "old-key") });
        using var stream = await gateway.Http.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = JsonContent.Create(new { model = "m", stream = true, messages = new[] { new { role = "user", content = "x" } } }) },
            HttpCompletionOption.ResponseHeadersRead);

        await gateway.SaveAsync(new { m = Endpoint(after, "new-name", "new-key") });
        await Eventually.TrueAsync(() => Open(gateway) == 2 && CurrentUpstream(gateway) == "new-name");
        var chat = await gateway.TextAsync("m");
        using var forwarded = await gateway.Http.PostAsJsonAsync("/v1/embeddings", new { model = "m", input = "x", messages = new[] { new { role = "user", content = "y" } } });
        mayGoOn.SetResult();
        var streamed = await stream.Content.ReadAsStringAsync();

        Assert.Equal(("You said: x", HttpStatusCode.OK), (chat, forwarded.StatusCode));
        Assert.EndsWith("data: [DONE]\n\n", streamed, StringComparison.Ordinal);
        Assert.Contains("answer", streamed, StringComparison.Ordinal);
        Assert.Single(before.Requests);
        Assert.Equal(["new-name", "new-name"], after.Requests.Select(static request => request.GetProperty("model").GetString()!));
        Assert.All(after.Headers, static headers => Assert.Equal("Bearer new-key", headers.Authorization.ToString()));
        await Eventually.TrueAsync(() => Open(gateway) == 1);

        object Endpoint(ScriptedUpstream upstream, string model, string key) => new { Endpoint = $"{upstream.Address}v1", Model = model, ApiKey = $"file:{KeyFile(key)}" };
    }

    [Fact]
    public async Task OtherModelChanged_ModelAndItsDestinationsHealthStayWhatTheyWere()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(Scripts.Echo);
        string[] endpoints = [$"{upstream.Address}v1", "http://127.0.0.1:9/v1"];
        await using var gateway = await GatewayHost.WithModelsAsync(new { kept = new { Endpoints = endpoints }, changed = new { Endpoints = endpoints } });
        var (client, destinations) = (Client(gateway, "kept"), Destinations(gateway, "kept"));
        for (var i = 0; i < 2; i++) Assert.Equal("You said: x", await gateway.TextAsync("kept"));
        Assert.Equal(DestinationHealth.Unhealthy, destinations[endpoints[1]].Health.Passive);

        await gateway.SaveAsync(new { kept = new { Endpoints = endpoints, Price = new { InputPerMillion = 7 } }, changed = new { Endpoints = endpoints[..1] } });
        await Eventually.TrueAsync(() => Destinations(gateway, "changed").Count == 1);

        Assert.Same(client, Client(gateway, "kept"));
        Assert.Same(destinations[endpoints[1]], Destinations(gateway, "kept")[endpoints[1]]);
        Assert.Equal(DestinationHealth.Unhealthy, destinations[endpoints[1]].Health.Passive);
        using var answer = await gateway.ChatAsync(new { model = "kept", messages = new[] { new { role = "user", content = "x" } } });
        Assert.Equal("0.000049", answer.Headers.GetValues("x-gateway-cost-usd").Single());
    }

    [Fact]
    public async Task OneEndpointOfSeveralMoved_TheOthersKeepTheirHealth()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(Scripts.Echo);
        string[] endpoints = ["http://127.0.0.1:9/v1", $"{upstream.Address}v1"];
        await using var gateway = await GatewayHost.WithModelsAsync(new { m = new { Endpoints = endpoints } });
        for (var i = 0; i < 2; i++) await gateway.TextAsync("m");
        var down = Destinations(gateway, "m")[endpoints[0]];
        Assert.Equal(DestinationHealth.Unhealthy, down.Health.Passive);

        await gateway.SaveAsync(new { m = new { Endpoints = new[] { $"{upstream.Address}other/v1", endpoints[0] } } });
        await Eventually.TrueAsync(() => Destinations(gateway, "m").Keys.Order().SequenceEqual(new[] { $"{upstream.Address}other/v1", endpoints[0] }.Order()));

        Assert.Same(down, Destinations(gateway, "m")[endpoints[0]]);
        Assert.Equal(DestinationHealth.Unhealthy, down.Health.Passive);
    }

    [Fact]
    public async Task KeyFile_Rotated_IsSentWithoutAnEditOfTheConfiguration()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(Scripts.Echo);
        var file = KeyFile("first");
        await using var gateway = await GatewayHost.WithModelsAsync(new { m = new { Endpoint = $"{upstream.Address}v1", ApiKey = $"file:{file}" } });
        await gateway.TextAsync("m");

        await File.WriteAllTextAsync(file, "second");
        await Eventually.TrueAsync(async () =>
        {
            await gateway.TextAsync("m");
            return upstream.Headers.Last().Authorization == "Bearer second";
        });

        Assert.Equal("Bearer first", upstream.Headers.First().Authorization.ToString());
    }

    internal static IChatClient Client(GatewayHost gateway, string model)
    {
        using var lease = gateway.Services.GetRequiredService<GatewayState>().Lease();
        return lease.Snapshot.Catalog.Entries.Single(entry => entry.Card.Name == model).Client;
    }

    private static int Open(GatewayHost gateway) => gateway.Services.GetRequiredService<OpenModels>().Names.Count;

    private static string? CurrentUpstream(GatewayHost gateway)
    {
        using var lease = gateway.Services.GetRequiredService<GatewayState>().Lease();
        return lease.Snapshot.TryGetRemote("m", out var model) ? model.Settings.UpstreamModel : null;
    }

    private static Dictionary<string, DestinationState> Destinations(GatewayHost gateway, string cluster) =>
        gateway.Services.GetRequiredService<IProxyStateLookup>().TryGetCluster(cluster, out var state) ? new(state.Destinations) : [];

    private static string KeyFile(string key)
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, key);
        return file;
    }
}
