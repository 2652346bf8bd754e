using Gateway.OpenAI;

namespace Gateway.Tests.OpenAI;

/// <summary>What a stream says once the run has ended: usage, the gateway's own object, and a choice even where nothing was said.</summary>
public sealed class ChatChunkWriterEndTests
{
    private const string Role = """{"choices":[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}]}""";
    private const string Stop = """{"choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}]}""";
    private const string Done = "data: [DONE]";

    [Fact]
    public void Complete_RunOfOneCall_PassesItsUsageOn() => Assert.EndsWith(
        """
        {"system_fingerprint":"fp","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":1,"total_tokens":4,"queue_time":0.5}}
        data: [DONE]
        """,
        Wire.ChoicesOf(Wire.WriteChunks(
            Wire.ReadChunks(
                """{"choices":[{"index":0,"delta":{"content":"a"},"finish_reason":"stop"}]}""",
                """{"system_fingerprint":"fp","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":1,"total_tokens":4,"queue_time":0.5}}"""),
            includeUsage: true,
            spend: new Spend(1, 3, 0, 1, 0))),
        StringComparison.Ordinal);

    [Fact]
    public void Complete_RunOfSeveralCalls_SumsUsage() => Assert.Contains(
        "\"usage\":{\"prompt_tokens\":30,\"completion_tokens\":10,\"total_tokens\":40,",
        Wire.WriteChunks(Wire.ReadChunks("""{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":1}}"""), includeUsage: true, spend: new Spend(10, 30, 0, 10, 0)),
        StringComparison.Ordinal);

    [Fact]
    public void Complete_UsageNotAskedFor_IsLeftOut() => Assert.DoesNotContain(
        "usage", Wire.WriteChunks(Wire.ReadChunks("""{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":1}}""")), StringComparison.Ordinal);

    [Fact]
    public void Complete_NothingSaid_HasItsChoice() => Assert.Equal($"{Role}\n{Stop}\n{Done}", Wire.ChoicesOf(Wire.WriteChunks([])));

    [Fact]
    public void Complete_GatewayObject_IsInTheLastChunk()
    {
        var stream = Wire.Text(static output =>
        {
            using var writer = new ChatChunkWriter(output, Wire.Identity, includeUsage: false, logprobs: false);
            writer.Complete(default, static json => json.WriteStringValue("x"));
        });

        Assert.Equal($"{Role}\n{Stop}\n{{\"choices\":[],\"gateway\":\"x\"}}", Wire.ChoicesOf(stream));
    }

    [Fact]
    public void Complete_GatewayObject_GoesBeforeAnotherGateways()
    {
        var usage = Assert.Single(Wire.ReadChunks("""{"gateway":"theirs","x":1,"choices":[],"usage":{"prompt_tokens":1}}"""));

        var stream = Wire.Text(output =>
        {
            using var writer = new ChatChunkWriter(output, Wire.Identity, includeUsage: false, logprobs: false);
            writer.Write(usage);
            writer.Complete(default, static json => json.WriteStringValue("ours"));
        });

        Assert.EndsWith("{\"x\":1,\"choices\":[],\"gateway\":\"ours\"}", Wire.ChoicesOf(stream), StringComparison.Ordinal);
    }
}
