using Gateway.OpenAI;
using Microsoft.Extensions.AI;

namespace Gateway.Tests.OpenAI;

public sealed class PrefixStepDecoderTests
{
    private static readonly StepLimits Line = new(MaxTokens: 50, Temperature: 0.5f, StopAt: ["\n"], Seed: null);

    [Theory]
    [InlineData(PrefixContinuation.Vllm, """{"role":"assistant","content":"So far \"é\""}],"temperature":0.5,"max_tokens":50,"logprobs":true,"add_generation_prompt":false,"continue_final_message":true,"stream":true""")]
    [InlineData(PrefixContinuation.LlamaServer, """{"role":"assistant","content":"So far \"é\""}],"temperature":0.5,"max_tokens":50,"logprobs":true,"stream":true""")]
    [InlineData(PrefixContinuation.PrefixFlag, """{"role":"assistant","content":"So far \"é\"","prefix":true}],"temperature":0.5,"max_tokens":50,"logprobs":true,"stream":true""")]
    public async Task Advance_FromABeginning_AsksAsTheEndpointWants(PrefixContinuation how, string tail)
    {
        var endpoint = new ScriptedEndpoint().Gives(ScriptedEndpoint.Events(Stream(("x", "stop"))));
        await using var sequence = await OpenAsync(endpoint, how, "So far \"é\"");

        await sequence.AdvanceAsync(Line, TestContext.Current.CancellationToken);

        Assert.StartsWith("{\"model\":\"org/tiny\",\"messages\":[{\"role\":\"user\",\"content\":\"q\"}," + tail, endpoint.Bodies[0].Replace("\\u00E9", "é", StringComparison.Ordinal).Replace("\\u0022", "\\\"", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Advance_WithoutABeginning_IsAPlainRequest()
    {
        var endpoint = new ScriptedEndpoint().Gives(ScriptedEndpoint.Events(Stream(("x", "stop"))));
        await using var sequence = await OpenAsync(endpoint, PrefixContinuation.Vllm);

        await sequence.AdvanceAsync(Line, TestContext.Current.CancellationToken);

        Assert.DoesNotContain("assistant", endpoint.Bodies[0], StringComparison.Ordinal);
        Assert.DoesNotContain("continue_final_message", endpoint.Bodies[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Advance_StopText_EndsTheStepAndClosesTheConnection()
    {
        var body = new StalledStream(Stream(("one ", null), ("two\nthree", null), ("four", null)));
        var endpoint = new ScriptedEndpoint().Gives(ScriptedEndpoint.Events(body));
        await using var sequence = await OpenAsync(endpoint, PrefixContinuation.LlamaServer);
        var progress = new CallProgress();

        var step = await sequence.AdvanceAsync(Line with { Progress = progress }, TestContext.Current.CancellationToken);

        Assert.Equal("one two\n", step.Text);
        Assert.Equal(["one ", "two\nthree"], step.Tokens.Select(static token => token.Token));
        Assert.Null(step.Finish);
        Assert.True(body.Disposed);
        Assert.True(step.Usage!.IsEstimate());
        Assert.Equal(2, step.Usage!.OutputTokenCount);
        Assert.Equal(progress.InputTokens, step.Usage.InputTokenCount);
        Assert.Equal(-1, sequence.LogprobSum, precision: 9);
        Assert.DoesNotContain("\"stop\"", endpoint.Bodies[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Advance_NextStep_GoesOnFromTheStepBefore()
    {
        var endpoint = new ScriptedEndpoint { Answer = static _ => Task.FromResult(ScriptedEndpoint.Events(Stream(("line\n", null)))) };
        await using var sequence = await OpenAsync(endpoint, PrefixContinuation.LlamaServer);
        await sequence.AdvanceAsync(Line, TestContext.Current.CancellationToken);
        await using var fork = sequence.Fork();

        await fork.AdvanceAsync(Line, TestContext.Current.CancellationToken);
        await fork.AdvanceAsync(Line, TestContext.Current.CancellationToken);
        await sequence.AdvanceAsync(Line, TestContext.Current.CancellationToken);

        Assert.Contains("""{"role":"assistant","content":"line\n"}""", endpoint.Bodies[1], StringComparison.Ordinal);
        Assert.Contains("""{"role":"assistant","content":"line\nline\n"}""", endpoint.Bodies[2], StringComparison.Ordinal);
        Assert.Contains("""{"role":"assistant","content":"line\n"}""", endpoint.Bodies[3], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stop", 50, "stop")]
    [InlineData("length", 2, null)]
    [InlineData("length", 50, "length")]
    public async Task Advance_EndpointStops_TellsWhetherTheAnswerIsOver(string finish, int most, string? expected)
    {
        var endpoint = new ScriptedEndpoint().Gives(ScriptedEndpoint.Events(Stream(("a", null), ("b", finish))));
        await using var sequence = await OpenAsync(endpoint, PrefixContinuation.LlamaServer);

        var step = await sequence.AdvanceAsync(Line with { MaxTokens = most }, TestContext.Current.CancellationToken);

        Assert.Equal(("ab", expected), (step.Text, step.Finish?.Value));
        Assert.Equal((7L, 2L), (step.Usage!.InputTokenCount, step.Usage.OutputTokenCount));
        Assert.False(step.Usage.IsEstimate());
        if (expected is not null) await Assert.ThrowsAsync<InvalidOperationException>(() => sequence.AdvanceAsync(Line, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Advance_EndToken_IsNotAmongTheSteps()
    {
        var endpoint = new ScriptedEndpoint().Gives(ScriptedEndpoint.Events(Stream(("a", null), ("", "stop"))));
        await using var sequence = await OpenAsync(endpoint, PrefixContinuation.Vllm);

        var step = await sequence.AdvanceAsync(Line, TestContext.Current.CancellationToken);

        Assert.Equal(["a"], step.Tokens.Select(static token => token.Token));
    }

    [Fact]
    public async Task Advance_NoLogprobs_IsAFaultThatNamesThem()
    {
        var endpoint = new ScriptedEndpoint();
        await using var sequence = await OpenAsync(endpoint, PrefixContinuation.Vllm);

        var exception = await Assert.ThrowsAsync<ModelCallException>(() => sequence.AdvanceAsync(Line, TestContext.Current.CancellationToken));

        Assert.Equal(FaultKind.Malformed, exception.Fault.Kind);
        Assert.Equal("model 'tiny': the endpoint tells no log probabilities, by which steps are judged", exception.Fault.Message);
    }

    [Fact]
    public async Task Advance_AbandonedHalfway_CountsWhatCame()
    {
        var body = new StalledStream(Stream(("one ", null), ("two ", null)));
        var endpoint = new ScriptedEndpoint().Gives(ScriptedEndpoint.Events(body));
        await using var sequence = await OpenAsync(endpoint, PrefixContinuation.Vllm);
        using var caller = new CancellationTokenSource();
        var progress = new CallProgress();

        var step = sequence.AdvanceAsync(Line with { Progress = progress }, caller.Token);
        await body.Stalled;
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => step);
        Assert.Equal(2, progress.OutputTokens);
        Assert.True(progress.InputTokens > 0);
    }

    private static Task<IStepSequence> OpenAsync(ScriptedEndpoint endpoint, PrefixContinuation how, string beginning = "") =>
        new PrefixStepDecoder(endpoint.Client(), "tiny", how).OpenAsync(new Prompt([new ChatMessage(ChatRole.User, "q")], new ChatOptions()), beginning, TestContext.Current.CancellationToken);

    /// <summary>Chunks of one token each, of log probability -0.5.</summary>
    private static string Stream(params (string Text, string? Finish)[] chunks)
    {
        var events = chunks.Select(static chunk =>
            $$"""data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"x","choices":[{"index":0,"delta":{"content":{{Json(chunk.Text)}}},"logprobs":{"content":[{"token":{{Json(chunk.Text)}},"logprob":-0.5,"bytes":null,"top_logprobs":[]}]},"finish_reason":{{(chunk.Finish is null ? "null" : Json(chunk.Finish))}}}]}""");
        var usage = """data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"x","choices":[],"usage":{"prompt_tokens":7,"completion_tokens":2,"total_tokens":9}}""";
        string[] all = chunks[^1].Finish is null ? [.. events] : [.. events, usage, "data: [DONE]"];
        return string.Concat(all.Select(static line => line + "\n\n"));
    }

    private static string Json(string text) => System.Text.Json.JsonSerializer.Serialize(text);
}
