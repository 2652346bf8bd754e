using System.Net;
using System.Text.Json;
using Gateway.FunctionalTests.Hosts;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;

namespace Gateway.FunctionalTests;

/// <summary>What a caller sees when endpoints fail.</summary>
public sealed class UpstreamFailureTests : IDisposable
{
    private readonly WireMockServer _upstream = WireMockServer.Start();

    public void Dispose() => _upstream.Dispose();

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(413)]
    [InlineData(422)]
    public async Task Direct_RequestRefusedUpstream_PassesStatusAndErrorOn(int status)
    {
        Fails(status, """{"error":{"message":"not like this","type":"invalid_request_error","param":"messages[0]","code":"odd"}}""");
        await using var gateway = await StartAsync();

        var (answer, error) = await AskAsync(gateway, "echo");

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("not like this", error.GetProperty("message").GetString());
        Assert.Equal("messages[0]", error.GetProperty("param").GetString());
        Assert.Equal("odd", error.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Direct_RateLimitedUpstream_PassesRetryAfterOn()
    {
        Fails(429, """{"error":{"message":"slow down","type":"rate_limit_error","param":null,"code":"rate_limit_exceeded"}}""", ("Retry-After", "17"));
        await using var gateway = await StartAsync();

        var (answer, _) = await AskAsync(gateway, "echo");

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Equal("17", answer.Headers.GetValues("Retry-After").Single());
        Assert.Single(_upstream.LogEntries);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Direct_FailureThatIsTheGatewaysOwn_Is502(int status)
    {
        Fails(status, """{"error":{"message":"secret-key-123 is wrong","type":"x","param":null,"code":null}}""");
        await using var gateway = await StartAsync();

        var (answer, error) = await AskAsync(gateway, "echo");

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Contains("echo", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal("false", answer.Headers.GetValues("x-should-retry").Single());
    }

    [Fact]
    public async Task Ensemble_AllMembersFail_NamesEachMembersReason()
    {
        _upstream.Given(Request.Create().WithBody(body => body!.Contains("\"model\":\"a\"", StringComparison.Ordinal)))
            .RespondWith(Response.Create().WithStatusCode(500).WithBody("broken a"));
        _upstream.Given(Request.Create().WithBody(body => body!.Contains("\"model\":\"b\"", StringComparison.Ordinal)))
            .RespondWith(Response.Create().WithStatusCode(400).WithBody("""{"error":{"message":"bad for b","type":"t","param":null,"code":null}}"""));
        await using var gateway = await GatewayHost.StartAsync(
            [$"Gateway:Models:a:Endpoint={_upstream.Url}/v1", $"Gateway:Models:b:Endpoint={_upstream.Url}/v1", "Gateway:Models:a:MaxRetries=0"],
            new Dictionary<string, string> { ["both"] = "name: both\nkind: best-of-n\nmodels: [a, b]\n" });

        var (answer, error) = await AskAsync(gateway, "both");

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        var message = error.GetProperty("message").GetString()!;
        Assert.Contains("a: ", message, StringComparison.Ordinal);
        Assert.Contains("bad for b", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ensemble_AllMembersRefuseAlike_PassesThatStatusOn()
    {
        Fails(422, """{"error":{"message":"not this","type":"t","param":"p","code":"c"}}""");
        await using var gateway = await StartAsync();

        var (answer, error) = await AskAsync(gateway, "vote");

        Assert.Equal(422, (int)answer.StatusCode);
        Assert.Equal("p", error.GetProperty("param").GetString());
    }

    [Fact]
    public async Task Ensemble_OneMemberAnswers_IsAnswered()
    {
        _upstream.Given(Request.Create().WithBody(body => body!.Contains("\"model\":\"a\"", StringComparison.Ordinal)))
            .RespondWith(Response.Create().WithStatusCode(500));
        _upstream.Given(Request.Create().WithBody(body => body!.Contains("\"model\":\"b\"", StringComparison.Ordinal)))
            .RespondWith(Response.Create().WithBody("""{"id":"1","object":"chat.completion","created":1,"model":"b","choices":[{"index":0,"message":{"role":"assistant","content":"b says"},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}"""));
        await using var gateway = await GatewayHost.StartAsync(
            [$"Gateway:Models:a:Endpoint={_upstream.Url}/v1", $"Gateway:Models:b:Endpoint={_upstream.Url}/v1", "Gateway:Models:a:MaxRetries=0"],
            new Dictionary<string, string> { ["both"] = "name: both\nkind: best-of-n\nmodels: [a, b]\n" });

        using var answer = await gateway.ChatAsync(Body("both"));
        var completion = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;

        Assert.Equal("b says", completion.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
        Assert.Equal("b", answer.Headers.GetValues("x-gateway-model").Single());
        Assert.Equal("2", answer.Headers.GetValues("x-gateway-calls").Single());
    }

    [Fact]
    public async Task Direct_FailsOnceThenAnswers_IsRetriedAndCountsOneCall()
    {
        _upstream.Given(Request.Create()).InScenario("retry").WillSetStateTo("well").RespondWith(Response.Create().WithStatusCode(503));
        _upstream.Given(Request.Create()).InScenario("retry").WhenStateIs("well").RespondWith(Response.Create().WithBody("""{"id":"1","object":"chat.completion","created":1,"model":"up","choices":[{"index":0,"message":{"role":"assistant","content":"at last"},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}"""));
        await using var gateway = await StartAsync();

        using var answer = await gateway.ChatAsync(Body("echo"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("1", answer.Headers.GetValues("x-gateway-calls").Single());
        Assert.Equal(2, _upstream.LogEntries.Count);
    }

    [Fact]
    public async Task Direct_SlowerThanItsTimeout_Is504()
    {
        _upstream.Given(Request.Create()).RespondWith(Response.Create().WithDelay(TimeSpan.FromSeconds(20)).WithBody("{}"));
        await using var gateway = await StartAsync("Gateway:Models:echo:TimeoutSeconds=0.3");

        var (answer, _) = await AskAsync(gateway, "echo");

        Assert.Equal(HttpStatusCode.GatewayTimeout, answer.StatusCode);
        Assert.Equal("false", answer.Headers.GetValues("x-should-retry").Single());
    }

    [Fact]
    public async Task Run_WallClockPassesWithoutAnswer_Is504()
    {
        _upstream.Given(Request.Create()).RespondWith(Response.Create().WithDelay(TimeSpan.FromSeconds(20)).WithBody("{}"));
        await using var gateway = await StartAsync();

        using var answer = await gateway.ChatAsync(new { model = "vote", messages = new[] { new { role = "user", content = "x" } }, gateway = new { budget = new { wall_clock_ms = 200 } } });

        Assert.Equal(HttpStatusCode.GatewayTimeout, answer.StatusCode);
    }

    [Theory]
    [InlineData("not json at all")]
    [InlineData("""{"choices":[]}""")]
    [InlineData("[]")]
    public async Task Direct_AnswerThatIsNotTheProtocol_Is502(string body)
    {
        _upstream.Given(Request.Create()).RespondWith(Response.Create().WithBody(body));
        await using var gateway = await StartAsync();

        var (answer, _) = await AskAsync(gateway, "echo");

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
    }

    [Fact]
    public async Task Direct_NobodyListens_Is502()
    {
        await using var gateway = await GatewayHost.StartAsync(["Gateway:Models:echo:Endpoint=http://127.0.0.1:1/v1"]);

        var (answer, _) = await AskAsync(gateway, "echo");

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
    }

    private static object Body(string model) => new { model, messages = new[] { new { role = "user", content = "x" } } };

    private static async Task<(HttpResponseMessage Answer, JsonElement Error)> AskAsync(GatewayHost gateway, string model)
    {
        var answer = await gateway.ChatAsync(Body(model));
        return (answer, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("error"));
    }

    private Task<GatewayHost> StartAsync(params string[] more) => GatewayHost.StartAsync(
        [$"Gateway:Models:echo:Endpoint={_upstream.Url}/v1", .. more],
        new Dictionary<string, string> { ["vote"] = "name: vote\nkind: best-of-n\nmodel: echo\nn: 3\n" });

    private void Fails(int status, string body, params (string Name, string Value)[] headers)
    {
        var response = Response.Create().WithStatusCode(status).WithBody(body);
        foreach (var (name, value) in headers) response = response.WithHeader(name, value);
        _upstream.Given(Request.Create()).RespondWith(response);
    }
}
