using System.Net;
using System.Text;
using System.Text.Json;
using Gateway.FunctionalTests.Hosts;

namespace Gateway.FunctionalTests;

/// <summary>Bad input over a real socket: each row of the contract's table, with the exact status, type and param.</summary>
public sealed class BadInputTests(BadInputTests.Fixture fixture) : IClassFixture<BadInputTests.Fixture>
{
    private const string Messages = """ "messages":[{"role":"user","content":"x"}] """;

    [Theory]
    [InlineData("", null)]
    [InlineData("{", null)]
    [InlineData("[]", null)]
    [InlineData("null", null)]
    [InlineData("\"text\"", null)]
    [InlineData("{}", "model")]
    [InlineData($$"""{ {{Messages}} }""", "model")]
    [InlineData($$"""{"model":7,{{Messages}}}""", "model")]
    [InlineData($$"""{"model":"",{{Messages}}}""", "model")]
    [InlineData("""{"model":"echo"}""", "messages")]
    [InlineData("""{"model":"echo","messages":[]}""", "messages")]
    [InlineData("""{"model":"echo","messages":"hello"}""", "messages")]
    [InlineData("""{"model":"echo","messages":["hello"]}""", "messages[0]")]
    [InlineData("""{"model":"echo","messages":[{"content":"x"}]}""", "messages[0].role")]
    [InlineData("""{"model":"echo","messages":[{"role":"wizard","content":"x"}]}""", "messages[0].role")]
    [InlineData("""{"model":"echo","messages":[{"role":"user","content":"x"},{"role":"user","content":7}]}""", "messages[1].content")]
    [InlineData($$"""{"model":"echo",{{Messages}},"temperature":2.1}""", "temperature")]
    [InlineData($$"""{"model":"echo",{{Messages}},"temperature":-0.1}""", "temperature")]
    [InlineData($$"""{"model":"echo",{{Messages}},"temperature":"hot"}""", "temperature")]
    [InlineData($$"""{"model":"echo",{{Messages}},"top_p":1.1}""", "top_p")]
    [InlineData($$"""{"model":"echo",{{Messages}},"n":0}""", "n")]
    [InlineData($$"""{"model":"echo",{{Messages}},"n":129}""", "n")]
    [InlineData($$"""{"model":"echo",{{Messages}},"n":1.5}""", "n")]
    [InlineData($$"""{"model":"echo",{{Messages}},"presence_penalty":-2.1}""", "presence_penalty")]
    [InlineData($$"""{"model":"echo",{{Messages}},"frequency_penalty":2.1}""", "frequency_penalty")]
    [InlineData($$"""{"model":"echo",{{Messages}},"max_tokens":0}""", "max_tokens")]
    [InlineData($$"""{"model":"echo",{{Messages}},"max_completion_tokens":-1}""", "max_completion_tokens")]
    [InlineData($$"""{"model":"echo",{{Messages}},"stream":"yes"}""", "stream")]
    [InlineData($$"""{"model":"echo",{{Messages}},"seed":"one"}""", "seed")]
    [InlineData($$"""{"model":"echo",{{Messages}},"stop":7}""", "stop")]
    [InlineData($$$$"""{"model":"echo",{{{{Messages}}}},"gateway":{"budget":{"calls":-1}}}""", "gateway.budget.calls")]
    [InlineData($$$"""{"model":"echo",{{{Messages}}},"gateway":{"cache":"maybe"}}""", "gateway.cache")]
    [InlineData($$"""{"model":"echo-vote",{{Messages}},"n":2}""", "n")]
    public async Task Chat_BadBody_Is400WithItsParam(string body, string? param)
    {
        using var answer = await fixture.Gateway.Http.PostAsync("/v1/chat/completions", new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var error = await ErrorOfAsync(answer);
        Assert.Equal("invalid_request_error", error.GetProperty("type").GetString());
        Assert.Equal(param, error.GetProperty("param").GetString());
    }

    [Fact]
    public async Task Chat_UnknownModel_Is404()
    {
        using var answer = await fixture.Gateway.ChatAsync(new { model = "nobody", messages = new[] { new { role = "user", content = "x" } } });

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        var error = await ErrorOfAsync(answer);
        Assert.Equal(("model", "model_not_found"), (error.GetProperty("param").GetString(), error.GetProperty("code").GetString()));
    }

    [Theory]
    [InlineData("/v1/models/nobody")]
    [InlineData("/v1/runs/run_unknown")]
    [InlineData("/v1/nothing")]
    [InlineData("/nothing")]
    public async Task Get_WhatIsNotThere_Is404(string path)
    {
        using var answer = await fixture.Gateway.Http.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        await ErrorOfAsync(answer);
    }

    [Fact]
    public async Task Chat_WrongMethod_IsAnUnknownPath()
    {
        using var answer = await fixture.Gateway.Http.GetAsync("/v1/chat/completions");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        await ErrorOfAsync(answer);
    }

    [Theory]
    [InlineData("/favicon.ico")]
    [InlineData("/v2/x.json")]
    [InlineData("/")]
    public async Task UnknownPath_WithADotToo_IsAnError(string path)
    {
        using var answer = await fixture.Gateway.Http.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        await ErrorOfAsync(answer);
    }

    [Fact]
    public async Task Chat_BodyOverTheLimit_Is413()
    {
        var large = new string('x', 11 * 1024 * 1024);
        using var answer = await fixture.Gateway.ChatAsync(new { model = "echo", messages = new[] { new { role = "user", content = large } } });

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        await ErrorOfAsync(answer);
    }

    [Theory]
    [InlineData("calls")]
    [InlineData("output_tokens")]
    [InlineData("cost_usd")]
    [InlineData("wall_clock_ms")]
    public async Task Chat_BudgetOfZero_Is429AndNotRetried(string limit)
    {
        foreach (var model in new[] { "echo", "echo-vote" })
        {
            using var answer = await fixture.Gateway.ChatAsync(new
            {
                model,
                messages = new[] { new { role = "user", content = "x" } },
                gateway = new { budget = new Dictionary<string, int> { [limit] = 0 } },
            });

            Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
            Assert.Equal("budget_exceeded", (await ErrorOfAsync(answer)).GetProperty("code").GetString());
            Assert.Equal("false", answer.Headers.GetValues("x-should-retry").Single());
        }
    }

    [Fact]
    public async Task Chat_DeeplyNestedJson_Is400()
    {
        var body = $$"""{"model":"echo","messages":{{new string('[', 5000)}}{{new string(']', 5000)}}}""";
        using var answer = await fixture.Gateway.Http.PostAsync("/v1/chat/completions", new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        await ErrorOfAsync(answer);
    }

    /// <summary>Every error has OpenAI's four keys and names a run.</summary>
    private static async Task<JsonElement> ErrorOfAsync(HttpResponseMessage answer)
    {
        Assert.StartsWith("run_", answer.Headers.GetValues("x-gateway-run-id").Single(), StringComparison.Ordinal);
        var error = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("error");
        Assert.Equal(["message", "type", "param", "code"], error.EnumerateObject().Select(static property => property.Name));
        Assert.NotEmpty(error.GetProperty("message").GetString()!);
        return error;
    }

    public sealed class Fixture : IAsyncLifetime
    {
        private ScriptedUpstream _upstream = null!;

        public GatewayHost Gateway { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            _upstream = await ScriptedUpstream.StartAsync(Scripts.Echo);
            Gateway = await GatewayHost.OverAsync(_upstream, ("echo-vote", "name: echo-vote\nkind: best-of-n\nmodel: echo\nn: 3\nselect: majority\n"));
        }

        public async ValueTask DisposeAsync()
        {
            await Gateway.DisposeAsync();
            await _upstream.DisposeAsync();
        }
    }
}
