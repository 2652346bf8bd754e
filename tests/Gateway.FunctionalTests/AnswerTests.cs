using System.Globalization;
using System.Net;
using System.Text.Json;
using Gateway.FunctionalTests.Hosts;
using Microsoft.AspNetCore.Http;

namespace Gateway.FunctionalTests;

/// <summary>The bill, the record, and what has to survive every policy.</summary>
public sealed class AnswerTests
{
    [Fact]
    public async Task Vote_Always_BillsEveryCallAndShowsWhyItsAnswerWon()
    {
        var sample = -1;
        string[] says = ["A is 1", "A is 2", "A is 2", "A is 3"];
        await using var upstream = await ScriptedUpstream.StartAsync((context, _) => Scripts.AnswerAsync(context, says[Interlocked.Increment(ref sample)]));
        await using var gateway = await GatewayHost.StartAsync(
            [$"Gateway:Models:echo:Endpoint={upstream.Address}v1", "Gateway:Models:echo:MaxConcurrency=1", "Gateway:Models:echo:Price:InputPerMillion=100", "Gateway:Models:echo:Price:OutputPerMillion=1000"],
            new Dictionary<string, string> { ["vote"] = "name: vote\nkind: best-of-n\nmodel: echo\nn: 4\nanswer: number\n" });

        using var answer = await gateway.ChatAsync(new { model = "vote", messages = Say("x"), gateway = new { include = new[] { "candidates", "record" } } });
        var completion = await JsonAsync(answer);
        var run = await gateway.RunAsync(answer.Headers.GetValues("x-gateway-run-id").Single());

        Assert.Equal("A is 2", Content(completion));
        Assert.Equal(28, completion.GetProperty("usage").GetProperty("prompt_tokens").GetInt32());
        Assert.Equal(20, completion.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
        Assert.Equal("4", answer.Headers.GetValues("x-gateway-calls").Single());
        Assert.Equal(4 * (7 * 100m + 5 * 1000m) / 1_000_000m, decimal.Parse(answer.Headers.GetValues("x-gateway-cost-usd").Single(), CultureInfo.InvariantCulture));
        Assert.Equal("off", answer.Headers.GetValues("x-gateway-cache").Single());
        Assert.True(double.Parse(answer.Headers.GetValues("x-gateway-overhead-ms").Single(), CultureInfo.InvariantCulture) >= 0);
        Assert.Equal(4, completion.GetProperty("gateway").GetProperty("candidates").GetArrayLength());
        Assert.Equal("vote", completion.GetProperty("gateway").GetProperty("record").GetProperty("policy").GetString());
        var events = run.GetProperty("events").EnumerateArray().ToArray();
        Assert.Equal(says.Order(), events.Where(static happened => happened.GetProperty("type").GetString() == "call_ended").Select(static call => call.GetProperty("text").GetString()).Order());
        var scores = events.Single(static happened => happened.GetProperty("type").GetString() == "scored").GetProperty("scores").EnumerateArray().ToArray();
        Assert.Equal([1d, 2d, 2d, 1d], scores.OrderBy(static score => score.GetProperty("sample_index").GetInt32()).Select(static score => score.GetProperty("score").GetDouble()));
        Assert.Contains(events, static happened => happened.GetProperty("type").GetString() == "decided");
    }

    [Fact]
    public async Task Budget_FewerCallsThanN_MakesThatManySamples()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(Scripts.Echo);
        await using var gateway = await GatewayHost.OverAsync(upstream, ("vote", "name: vote\nkind: best-of-n\nmodel: echo\nn: 5\nselect: mean-logprob\n"));

        using var answer = await gateway.ChatAsync(new { model = "vote", messages = Say("x"), gateway = new { budget = new { calls = 2 } } });

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(2, upstream.Requests.Count);
        Assert.Equal("2", answer.Headers.GetValues("x-gateway-calls").Single());
    }

    [Fact]
    public async Task ToolCalls_EqualButForOrderAndIds_VoteTogetherAndComeBackVerbatim()
    {
        var sample = -1;
        string[] arguments = ["""{"a":1}""", """{ "b": 2, "a": 1 }""", """{"a":1,"b":2}"""];
        await using var upstream = await ScriptedUpstream.StartAsync(async (context, _) =>
        {
            var i = Interlocked.Increment(ref sample);
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync($$$"""{"id":"u","object":"chat.completion","created":1,"model":"up","choices":[{"index":0,"message":{"role":"assistant","content":null,"odd":{{{i}}},"tool_calls":[{"id":"call_{{{i}}}","type":"function","function":{"name":"f","arguments":{{{JsonSerializer.Serialize(arguments[i])}}}}}]},"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""");
        });
        await using var gateway = await GatewayHost.StartAsync(
            [$"Gateway:Models:echo:Endpoint={upstream.Address}v1", "Gateway:Models:echo:MaxConcurrency=1"],
            new Dictionary<string, string> { ["vote"] = "name: vote\nkind: best-of-n\nmodel: echo\nn: 3\n" });

        using var answer = await gateway.ChatAsync(new { model = "vote", messages = Say("x"), tools = new[] { new { type = "function", function = new { name = "f", parameters = new { type = "object" } } } } });
        var message = (await JsonAsync(answer)).GetProperty("choices")[0].GetProperty("message");

        Assert.Equal("call_1", message.GetProperty("tool_calls")[0].GetProperty("id").GetString());
        Assert.Equal(arguments[1], message.GetProperty("tool_calls")[0].GetProperty("function").GetProperty("arguments").GetString());
        Assert.Equal(1, message.GetProperty("odd").GetInt32());
    }

    [Theory]
    [InlineData("echo")]
    [InlineData("vote")]
    public async Task History_ImagesAndUnknownFields_ReachEveryMemberUntouched(string model)
    {
        await using var upstream = await ScriptedUpstream.StartAsync((context, _) => Scripts.AnswerAsync(context, "seen"));
        await using var gateway = await GatewayHost.OverAsync(upstream, ("vote", "name: vote\nkind: best-of-n\nmodel: echo\nn: 2\n"));
        const string messages = """[{"role":"system","content":"Be kind.","cache_control":{"type":"ephemeral"}},{"role":"user","name":"ann","content":[{"type":"text","text":"What is this?"},{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo=","detail":"low"}}]},{"role":"assistant","content":"A picture.","refusal":null},{"role":"user","content":"Of what?"}]""";
        var body = $$$"""{"model":"{{{model}}}","messages":{{{messages}}},"temperature":0.5,"top_k":40,"chat_template_kwargs":{"thinking":false},"reasoning_effort":"low","user":"u","metadata":{"a":"b"}}""";

        using var answer = await gateway.Http.PostAsync("/v1/chat/completions", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.NotEmpty(upstream.Requests);
        Assert.All(upstream.Requests, request =>
        {
            Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(messages).RootElement, request.GetProperty("messages")));
            Assert.Equal(40, request.GetProperty("top_k").GetInt32());
            Assert.False(request.GetProperty("chat_template_kwargs").GetProperty("thinking").GetBoolean());
            Assert.Equal("low", request.GetProperty("reasoning_effort").GetString());
            Assert.Equal("b", request.GetProperty("metadata").GetProperty("a").GetString());
            Assert.False(request.TryGetProperty("gateway", out _));
        });
    }

    [Fact]
    public async Task Direct_UnknownFieldsOfTheAnswer_ComeBack()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(async (context, _) =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("""{"id":"u","object":"chat.completion","created":1,"model":"up","service_tier":"flex","choices":[{"index":0,"message":{"role":"assistant","content":"hi","reasoning_content":"hm","annotations":[]},"logprobs":null,"finish_reason":"stop","stop_reason":"x"}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2,"completion_tokens_details":{"reasoning_tokens":1,"audio_tokens":0}},"system_fingerprint":"fp"}""");
        });
        await using var gateway = await GatewayHost.OverAsync(upstream);

        using var answer = await gateway.ChatAsync(new { model = "echo", messages = Say("x") });
        var completion = await JsonAsync(answer);

        Assert.Equal("echo", completion.GetProperty("model").GetString());
        Assert.Equal("flex", completion.GetProperty("service_tier").GetString());
        Assert.Equal("fp", completion.GetProperty("system_fingerprint").GetString());
        Assert.Equal("hm", completion.GetProperty("choices")[0].GetProperty("message").GetProperty("reasoning_content").GetString());
        Assert.Equal("x", completion.GetProperty("choices")[0].GetProperty("stop_reason").GetString());
        Assert.Equal(1, completion.GetProperty("usage").GetProperty("completion_tokens_details").GetProperty("reasoning_tokens").GetInt32());
    }

    [Fact]
    public async Task Direct_SeveralChoices_AreForwardedInOneRequestAndCountEach()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(async (context, _) =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("""{"id":"u","object":"chat.completion","created":1,"model":"up","choices":[{"index":0,"message":{"role":"assistant","content":"a"},"finish_reason":"stop"},{"index":1,"message":{"role":"assistant","content":"b"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}""");
        });
        await using var gateway = await GatewayHost.OverAsync(upstream);

        using var answer = await gateway.ChatAsync(new { model = "echo", n = 2, messages = Say("x") });

        Assert.Equal(2, Assert.Single(upstream.Requests).GetProperty("n").GetInt32());
        Assert.Equal(["a", "b"], (await JsonAsync(answer)).GetProperty("choices").EnumerateArray().Select(static choice => choice.GetProperty("message").GetProperty("content").GetString()));
        Assert.Equal("2", answer.Headers.GetValues("x-gateway-calls").Single());
    }

    [Fact]
    public async Task BatchSamples_TheCardSaysSo_DrawsAllInOneRequest()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(async (context, request) =>
        {
            var n = request.GetProperty("n").GetInt32();
            context.Response.ContentType = "application/json";
            var choices = string.Join(',', Enumerable.Range(0, n).Select(static i => $$$"""{"index":{{{i}}},"message":{"role":"assistant","content":"{{{(i == 0 ? "odd" : "even")}}}"},"finish_reason":"stop"}"""));
            await context.Response.WriteAsync($$$"""{"id":"u","object":"chat.completion","created":1,"model":"up","choices":[{{{choices}}}],"usage":{"prompt_tokens":10,"completion_tokens":11,"total_tokens":21}}""");
        });
        await using var gateway = await GatewayHost.StartAsync(
            [$"Gateway:Models:echo:Endpoint={upstream.Address}v1", "Gateway:Models:echo:BatchSamples=true"],
            new Dictionary<string, string> { ["vote"] = "name: vote\nkind: best-of-n\nmodel: echo\nn: 4\n" });

        using var answer = await gateway.ChatAsync(new { model = "vote", messages = Say("x") });
        var completion = await JsonAsync(answer);

        Assert.Equal(4, Assert.Single(upstream.Requests).GetProperty("n").GetInt32());
        Assert.Equal("even", Content(completion));
        Assert.Equal(10, completion.GetProperty("usage").GetProperty("prompt_tokens").GetInt32());
        Assert.Equal(11, completion.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
    }

    [Fact]
    public async Task PolicyOfPolicies_Always_SumsTheBillAndLinksTheRuns()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(Scripts.Echo);
        await using var gateway = await GatewayHost.OverAsync(
            upstream,
            ("inner", "name: inner\nkind: best-of-n\nmodel: echo\nn: 2\nselect: mean-logprob\n"),
            ("outer", "name: outer\nkind: best-of-n\nmodel: inner\nn: 2\nselect: mean-logprob\n"));

        using var answer = await gateway.ChatAsync(new { model = "outer", messages = Say("x") });
        var run = await gateway.RunAsync(answer.Headers.GetValues("x-gateway-run-id").Single());
        var children = run.GetProperty("events").EnumerateArray().Where(static happened => happened.GetProperty("type").GetString() == "call_ended").ToArray();

        Assert.Equal("4", answer.Headers.GetValues("x-gateway-calls").Single());
        Assert.Equal("echo", answer.Headers.GetValues("x-gateway-model").Single());
        Assert.Equal(2, children.Length);
        foreach (var child in children)
        {
            var inner = await gateway.RunAsync(child.GetProperty("child_run_id").GetString()!);
            Assert.Equal(("inner", run.GetProperty("id").GetString()), (inner.GetProperty("policy").GetString(), inner.GetProperty("parent_id").GetString()));
        }
    }

    private static object[] Say(string content) => [new { role = "user", content }];

    private static string? Content(JsonElement completion) => completion.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString();

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }
}
