using System.Net;
using System.Text.Json;
using Gateway.FunctionalTests.Hosts;
using Microsoft.AspNetCore.Http;

namespace Gateway.FunctionalTests;

/// <summary>Answers that are written step by step, by the shipped model and by an endpoint that continues prefixes.</summary>
public sealed class PhiDecodingTests
{
    private const string Shipped = "models/tiny-sum.gguf";

    public static bool IsMissing => Find(Shipped) is null || !Directory.Exists(Path.Combine(AppContext.BaseDirectory, "llama-native"));

    public const string WhyMissing = "needs models/tiny-sum.gguf and llama-native beside the test";

    [Fact(Skip = WhyMissing, SkipWhen = nameof(IsMissing))]
    public async Task SumPhi_OfTheShippedModel_StreamsItsStepsAndAnswers()
    {
        var yaml = await File.ReadAllTextAsync(Find("policies/sum-phi.yaml")!);
        await using var gateway = await GatewayHost.WithModelsAsync(new Dictionary<string, object> { ["tiny-sum"] = new { Path = Find(Shipped), ContextTokens = 512, Threads = 1 } },
            ("sum-phi", yaml), ("one-beam", yaml.Replace("name: sum-phi", "name: one-beam", StringComparison.Ordinal).Replace("beam: 2", "beam: 1", StringComparison.Ordinal)));

        // Two beams of this model seldom begin alike, as it adds in any order; one commits each step.
        var (texts, comment) = await StreamAsync(gateway, "one-beam", "31+12+39+8");
        using var whole = await gateway.ChatAsync(Body("sum-phi", "31+12+39+8", stream: false));
        var run = await gateway.RunAsync(whole.Headers.GetValues("x-gateway-run-id").Single());

        Assert.EndsWith("####90", string.Concat(texts), StringComparison.Ordinal);
        Assert.All(texts.SkipLast(1), static text => Assert.EndsWith(";", text, StringComparison.Ordinal));
        Assert.True(texts.Count > 2, "its steps were not sent as they were made");
        Assert.Contains("\"x-gateway-model\":\"tiny-sum\"", comment.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.EndsWith("####90", JsonDocument.Parse(await whole.Content.ReadAsStringAsync()).RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString(), StringComparison.Ordinal);
        var calls = run.GetProperty("events").EnumerateArray().Where(static happened => happened.GetProperty("type").GetString() == "call_ended").ToArray();
        Assert.Equal(["step", "foresight"], calls.Select(static call => call.GetProperty("role").GetString()).Distinct().Take(2));
        Assert.Single(calls, static call => call.GetProperty("spend").GetProperty("input_tokens").GetInt64() > 0);
    }

    [Fact]
    public async Task RemoteModel_ThatContinuesPrefixes_IsAskedForEachStep()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(ContinueAsync);
        await using var gateway = await GatewayHost.WithModelsAsync(
            new { lines = new { Endpoint = $"{upstream.Address}v1", PrefixContinuation = "vllm" }, plain = new { Endpoint = $"{upstream.Address}v1" } },
            ("steps", "name: steps\nkind: phi-decoding\nmodel: lines\nbeam: 1\nrollouts: 2\nmax_steps: 3\n"),
            ("refused", "name: refused\nkind: phi-decoding\nmodel: plain\n"));

        var (texts, _) = await StreamAsync(gateway, "steps", "x");

        Assert.Equal(["line 1\n", "line 2\n", "line 3\n", "line 4\n"], texts.Take(4));
        Assert.Contains("refused.yaml:3:8: model: 'plain' is a remote model without prefix continuation", await gateway.ReasonsAsync(), StringComparison.Ordinal);
        var continued = upstream.Requests.Where(static request => request.GetProperty("messages").GetArrayLength() == 2).ToArray();
        Assert.All(continued, static request => Assert.True(request.GetProperty("continue_final_message").GetBoolean()));
        Assert.All(continued, static request => Assert.StartsWith("line 1\n", request.GetProperty("messages")[1].GetProperty("content").GetString(), StringComparison.Ordinal));
        await Eventually.TrueAsync(() => Task.FromResult(upstream.Active == 0));
        Assert.Empty(gateway.Errors);
    }

    /// <summary>Goes on counting lines up to four, each a token.</summary>
    private static async Task ContinueAsync(HttpContext context, JsonElement request)
    {
        var messages = request.GetProperty("messages");
        var begun = messages.GetArrayLength() > 1 ? messages[1].GetProperty("content").GetString()!.Count(static character => character == '\n') : 0;
        context.Response.ContentType = "text/event-stream";
        for (var line = begun + 1; line <= 4; line++)
        {
            var text = JsonSerializer.Serialize($"line {line}\n");
            await context.Response.WriteAsync($$"""data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"up","choices":[{"index":0,"delta":{"content":{{text}}},"logprobs":{"content":[{"token":{{text}},"logprob":-0.2,"bytes":null,"top_logprobs":[]}]},"finish_reason":{{(line == 4 ? "\"stop\"" : "null")}}}]}""" + "\n\n", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }

        await context.Response.WriteAsync("data: [DONE]\n\n", context.RequestAborted);
    }

    /// <summary>The texts of the chunks that have one, and the comment at the end.</summary>
    private static async Task<(List<string> Texts, string Comment)> StreamAsync(GatewayHost gateway, string model, string question)
    {
        using var answer = await gateway.ChatAsync(Body(model, question, stream: true));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var lines = (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var texts = new List<string>();
        foreach (var line in lines.Where(static line => line.StartsWith("data: {", StringComparison.Ordinal)))
        {
            var choices = JsonDocument.Parse(line[6..]).RootElement.GetProperty("choices");
            if (choices.GetArrayLength() > 0 && choices[0].GetProperty("delta").TryGetProperty("content", out var content) && content.GetString() is { Length: > 0 } text) texts.Add(text);
        }

        return (texts, lines.LastOrDefault(static line => line.StartsWith(": {", StringComparison.Ordinal)) ?? "");
    }

    private static object Body(string model, string question, bool stream) => new { model, stream, messages = new[] { new { role = "user", content = question } } };

    private static string? Find(string file)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, file))) return Path.Combine(folder.FullName, file);
        }

        return null;
    }
}
