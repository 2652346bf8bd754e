using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Gateway.FunctionalTests.Hosts;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;

namespace Gateway.FunctionalTests;

/// <summary>What policies do not touch goes through YARP to the model that the request names.</summary>
public sealed class ForwardingTests : IDisposable
{
    private readonly WireMockServer _upstream = WireMockServer.Start();

    public ForwardingTests() => _upstream.Given(Request.Create()).RespondWith(Response.Create().WithStatusCode(200).WithHeader("x-upstream", "yes").WithBody("""{"ok":true}"""));

    public void Dispose() => _upstream.Dispose();

    [Fact]
    public async Task Json_NamesARemoteModel_IsForwardedByteForByteButForTheModel()
    {
        await using var gateway = await StartAsync();
        const string body = """{ "input" : "á  b", "model" :"far", "gateway": {"cache":"off"} , "x":1.50 }""";

        using var answer = await gateway.Http.PostAsync("/v1/embeddings?user=me", new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal("yes", answer.Headers.GetValues("x-upstream").Single());
        var sent = _upstream.LogEntries.Single().RequestMessage!;
        Assert.Equal("/base/v1/embeddings", sent.Path);
        Assert.Equal("user=me", new Uri(sent.Url).Query.TrimStart('?'));
        Assert.Equal("""{ "input" : "á  b", "model" :"org/name",  "x":1.50 }""", sent.Body);
    }

    [Fact]
    public async Task Multipart_NamesARemoteModel_IsForwardedWithTheFileUntouched()
    {
        await using var gateway = await StartAsync();
        var file = Enumerable.Range(0, 1000).Select(static i => (byte)i).ToArray();
        using var form = new MultipartFormDataContent { { new ByteArrayContent(file), "file", "model" }, { new StringContent("far"), "model" } };

        using var answer = await gateway.Http.PostAsync("/v1/audio/transcriptions", form);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var sent = _upstream.LogEntries.Single().RequestMessage!.BodyAsBytes!;
        Assert.True(sent.AsSpan().IndexOf(file) > 0);
        Assert.True(sent.AsSpan().IndexOf("org/name"u8) > 0);
    }

    [Fact]
    public async Task Query_NamesARemoteModel_IsForwarded()
    {
        await using var gateway = await StartAsync();

        using var answer = await gateway.Http.GetAsync("/v1/files?model=far&limit=2&include=a&include=b");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.EndsWith("?model=org%2Fname&limit=2&include=a&include=b", _upstream.LogEntries.Single().RequestMessage!.Url, StringComparison.Ordinal);
        Assert.DoesNotContain(_upstream.LogEntries.Single().RequestMessage!.Headers!.Keys, static name => name.StartsWith("X-Forwarded", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Key_OfTheClient_NeverLeaves()
    {
        Environment.SetEnvironmentVariable("GATEWAY_TEST_KEY", "the-models-key");
        await using var gateway = await StartAsync("Gateway:Models:far:ApiKey=env:GATEWAY_TEST_KEY");
        foreach (var path in new[] { "/v1/embeddings", "/v1/chat/completions" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path)
            {
                Content = new StringContent("""{"model":"far","messages":[{"role":"user","content":"x"}]}""", Encoding.UTF8, "application/json"),
            };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "the-clients-key");
            using var answer = await gateway.Http.SendAsync(request);
        }

        Assert.All(_upstream.LogEntries, static entry => Assert.Equal("Bearer the-models-key", entry.RequestMessage!.Headers!["Authorization"].Single()));
        Assert.Equal(2, _upstream.LogEntries.Count);
    }

    [Theory]
    [InlineData("""{"model":"nobody"}""")]
    [InlineData("""{"input":"x"}""")]
    [InlineData("not json")]
    public async Task Post_NamesNoRemoteModel_Is404(string body)
    {
        await using var gateway = await StartAsync();

        using var answer = await gateway.Http.PostAsync("/v1/moderations", new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Empty(_upstream.LogEntries);
    }

    [Theory]
    [InlineData("""{"input":"x"}""", "model")]
    [InlineData("""{"model":"\ud800","input":"x"}""", null)]
    [InlineData("not json", null)]
    [InlineData("", null)]
    public async Task Embeddings_BadBody_Is400(string body, string? param)
    {
        await using var gateway = await StartAsync();

        using var answer = await gateway.Http.PostAsync("/v1/embeddings", new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(param, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetProperty("param").GetString());
    }

    [Fact]
    public async Task Forwarding_EndpointGone_Is502InTheErrorShape()
    {
        await using var gateway = await GatewayHost.StartAsync(["Gateway:Models:gone:Endpoint=http://127.0.0.1:1/v1"]);

        using var answer = await gateway.Http.PostAsync("/v1/moderations", new StringContent("""{"model":"gone"}""", Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Equal("false", answer.Headers.GetValues("x-should-retry").Single());
        Assert.Equal("upstream_failed", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Destination_ThatForwardingFindsGone_IsLeftByPolicyCallsToo()
    {
        var busy = new TaskCompletionSource();
        var mayEnd = new TaskCompletionSource();
        await using var living = await ScriptedUpstream.StartAsync(async (context, request) =>
        {
            if (busy.TrySetResult()) await mayEnd.Task.WaitAsync(context.RequestAborted);
            await Scripts.Echo(context, request);
        });
        await using var gateway = await GatewayHost.StartAsync(["Gateway:Models:far:Endpoints:0=http://127.0.0.1:1/v1", $"Gateway:Models:far:Endpoints:1={living.Address}v1", "Gateway:Models:far:MaxRetries=0"]);
        var body = new { model = "far", messages = new[] { new { role = "user", content = "x" } } };

        var statuses = new List<HttpStatusCode>();
        Task<HttpStatusCode> held;
        do
        {
            held = ForwardAsync();
            if (await Task.WhenAny(held, busy.Task) == held) statuses.Add(await held);
        }
        while (!busy.Task.IsCompleted);

        // While the living one is busy, the least busy one is the dead one.
        if (statuses.Count == 0) statuses.Add(await ForwardAsync());
        Assert.Contains(HttpStatusCode.BadGateway, statuses);
        for (var i = 0; i < 6; i++)
        {
            using var chat = await gateway.ChatAsync(body);
            Assert.Equal(HttpStatusCode.OK, chat.StatusCode);
        }

        mayEnd.SetResult();
        Assert.Equal(HttpStatusCode.OK, await held);

        async Task<HttpStatusCode> ForwardAsync()
        {
            using var answer = await gateway.Http.PostAsync("/v1/moderations", JsonContent.Create(body));
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task Destination_Killed_IsLeftByBothRoads()
    {
        await using var first = await ScriptedUpstream.StartAsync(Scripts.Echo);
        await using var second = await ScriptedUpstream.StartAsync(Scripts.Echo);
        await using var gateway = await GatewayHost.StartAsync(
            [$"Gateway:Models:far:Endpoints:0={first.Address}v1", $"Gateway:Models:far:Endpoints:1={second.Address}v1"],
            new Dictionary<string, string> { ["vote"] = "name: vote\nkind: best-of-n\nmodel: far\nn: 4\n" });
        var body = new { model = "far", messages = new[] { new { role = "user", content = "x" } }, input = "x" };
        for (var i = 0; i < 4; i++) (await gateway.ChatAsync(body)).Dispose();
        Assert.NotEmpty(first.Requests);
        Assert.NotEmpty(second.Requests);

        await first.DisposeAsync();

        // A policy call finds out and is retried on the other; after that neither road asks the dead one.
        for (var i = 0; i < 6; i++)
        {
            using var chat = await gateway.ChatAsync(new { model = "vote", messages = new[] { new { role = "user", content = "x" } } });
            Assert.Equal(HttpStatusCode.OK, chat.StatusCode);
        }

        var before = second.Requests.Count;
        for (var i = 0; i < 6; i++)
        {
            using var forwarded = await gateway.Http.PostAsync("/v1/moderations", JsonContent.Create(body));
            Assert.Equal(HttpStatusCode.OK, forwarded.StatusCode);
        }

        Assert.Equal(before + 6, second.Requests.Count);
    }

    private Task<GatewayHost> StartAsync(params string[] more) =>
        GatewayHost.StartAsync([$"Gateway:Models:far:Endpoint={_upstream.Url}/base/v1", "Gateway:Models:far:Model=org/name", .. more]);
}
