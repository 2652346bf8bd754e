using System.Text;
using CsCheck;
using Microsoft.Extensions.AI;

namespace Gateway.Tests.OpenAI;

public sealed class RemoteChatClientStreamTests
{
    private const string Stream = """
        data: {"id":"c1","model":"x","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}

        data: {"id":"c1","model":"x","choices":[{"index":0,"delta":{"content":"Pa"},"finish_reason":null}]}

        : ping

        data: {"id":"c1","model":"x","choices":[{"index":0,"delta":{"content":"ris é😀"},"finish_reason":null}]}

        data: {"id":"c1","model":"x","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

        data: {"id":"c1","model":"x","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":2}}

        data: [DONE]


        """;

    private static readonly ChatMessage[] Question = [new(ChatRole.User, "hi")];

    [Fact]
    public async Task Stream_Always_AsksForAStreamWithUsage()
    {
        var endpoint = new ScriptedEndpoint().Gives(ScriptedEndpoint.Events(Stream));

        await endpoint.Client().GetStreamingResponseAsync(Question).ToListAsync();

        Assert.Equal(
            """{"model":"org/tiny","messages":[{"role":"user","content":"hi"}],"stream":true,"stream_options":{"include_usage":true}}""",
            Assert.Single(endpoint.Bodies));
        Assert.Equal("text/event-stream", endpoint.Requests[0].Headers.Accept.ToString());
    }

    [Fact]
    public async Task Stream_Answer_IsTextAndUsage()
    {
        var updates = await Read(Stream);

        Assert.Equal("Paris é😀", string.Concat(updates.Select(static update => update.Text)));
        Assert.Equal(2, updates[^1].Contents.OfType<UsageContent>().Single().Details.OutputTokenCount);
    }

    [Fact]
    public Task Stream_CutAnywhere_IsTheSame()
    {
        var bytes = Encoding.UTF8.GetBytes(Stream);
        return Gen.Int[1, bytes.Length - 1].Array[0, 10].SampleAsync(
            async cuts =>
            {
                var updates = await Read(ScriptedEndpoint.Events(new DribbleStream(bytes, cuts)));
                Assert.Equal("Paris é😀", string.Concat(updates.Select(static update => update.Text)));
                Assert.Equal(5, updates.Count);
            },
            iter: 300);
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public async Task Stream_OtherLineEnds_AreTheSame(string lineEnd) =>
        Assert.Equal("Paris é😀", string.Concat((await Read(Stream.Replace("\n", lineEnd, StringComparison.Ordinal))).Select(static update => update.Text)));

    [Fact]
    public async Task Stream_ClientsStream_KeepsWhatIsUnknown()
    {
        var updates = await Read("data: {\"id\":\"c1\",\"provider\":\"p\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\",\"x\":1},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n");

        Assert.Contains("\"provider\":\"p\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\",\"x\":1},", Wire.WriteChunks(updates), StringComparison.Ordinal);
    }

    [Fact]
    public async Task MoveNext_EventsOfOneRead_CompletesSynchronously()
    {
        var body = new StalledStream(Stream[..Stream.IndexOf(": ping", StringComparison.Ordinal)]);
        await using var updates = new ScriptedEndpoint().Gives(ScriptedEndpoint.Events(body)).Client().GetStreamingResponseAsync(Question).GetAsyncEnumerator();

        Assert.True(await updates.MoveNextAsync());
        var second = updates.MoveNextAsync();
        Assert.True(second.IsCompletedSuccessfully);
        Assert.True(await second);
        Assert.Equal("Pa", updates.Current.Text);
        Assert.False(body.Stalled.IsCompleted);
    }

    [Theory]
    [InlineData("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\ndata: [DONE]\n\n")]
    [InlineData("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\n\n")]
    [InlineData("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\n\ndata: {\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}")]
    public async Task Stream_EndedInEitherWay_IsWhole(string stream) => Assert.Equal("a", string.Concat((await Read(stream)).Select(static update => update.Text)));

    [Fact]
    public async Task Stream_AfterDone_IsNotRead()
    {
        var body = new StalledStream("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\ndata: [DONE]\n\n");

        await Read(ScriptedEndpoint.Events(body));

        Assert.False(body.Stalled.IsCompleted);
        Assert.True(body.Disposed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\n")]
    public async Task Stream_EndedEarly_IsUpstreamFault(string stream)
    {
        var fault = (await Assert.ThrowsAsync<ModelCallException>(() => Read(stream))).Fault;

        Assert.Equal(FaultKind.Upstream, fault.Kind);
        Assert.Equal("model 'tiny': the stream ended early", fault.Message);
    }

    [Fact]
    public async Task Stream_ErrorEvent_IsUpstreamFaultAfterWhatCame()
    {
        var seen = "";

        var fault = await Assert.ThrowsAsync<ModelCallException>(async () =>
        {
            var endpoint = new ScriptedEndpoint().Gives(ScriptedEndpoint.Events("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\ndata: {\"error\":{\"message\":\"boom\"}}\n\n"));
            await foreach (var update in endpoint.Client().GetStreamingResponseAsync(Question)) seen += update.Text;
        });

        Assert.Equal("a", seen);
        Assert.Equal("boom", fault.Fault.Upstream!.Message);
    }

    [Fact]
    public async Task Stream_NotTheProtocol_IsMalformed() =>
        Assert.Equal(FaultKind.Malformed, (await Assert.ThrowsAsync<ModelCallException>(static () => Read("data: hello\n\n"))).Fault.Kind);

    [Fact]
    public async Task Stream_EndpointThatDoesNotStream_GivesTheWhole()
    {
        var updates = await Read(ScriptedEndpoint.Json(ScriptedEndpoint.Completion));

        var update = Assert.Single(updates);
        Assert.Equal("Paris", update.Text);
        Assert.Equal(ChatFinishReason.Stop, update.FinishReason);
        Assert.Equal(2, update.Contents.OfType<UsageContent>().Single().Details.OutputTokenCount);
        Assert.Contains("\"delta\":{\"content\":\"Paris\"}", Wire.WriteChunks(updates), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_SeveralChoicesWhole_AreWrittenEachOnce()
    {
        var updates = await Read(ScriptedEndpoint.Json("""{"choices":[{"index":0,"message":{"content":"a"},"finish_reason":"stop"},{"index":1,"message":{"content":"b"},"finish_reason":"stop"}]}"""));

        Assert.Equal([0, 1], updates.Select(static update => update.ChoiceIndex()));
        Assert.Equal(2, Wire.WriteChunks(updates).Split("\"content\":\"\"").Length - 1);
    }

    [Fact]
    public async Task Stream_Progress_CountsTokensAsTheyCome()
    {
        var options = new ChatOptions();
        var progress = new CallProgress();
        progress.AttachTo(options);
        var counts = new List<long>();

        await foreach (var _ in new ScriptedEndpoint().Gives(ScriptedEndpoint.Events(Stream)).Client().GetStreamingResponseAsync(Question, options)) counts.Add(progress.OutputTokens);

        Assert.Equal([0, 1, 2, 2, 2], counts);
        Assert.Equal(9, progress.InputTokens);
    }

    [Fact]
    public async Task Stream_LeftByItsReader_AbortsTheConnection()
    {
        var body = new StalledStream("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\n");

        await foreach (var _ in new ScriptedEndpoint().Gives(ScriptedEndpoint.Events(body)).Client().GetStreamingResponseAsync(Question)) break;

        Assert.True(body.Aborted);
        Assert.True(body.Disposed);
    }

    private static Task<List<ChatResponseUpdate>> Read(string stream) => Read(ScriptedEndpoint.Events(stream));

    private static async Task<List<ChatResponseUpdate>> Read(HttpResponseMessage answer) =>
        await new ScriptedEndpoint().Gives(answer).Client().GetStreamingResponseAsync(Question).ToListAsync();
}
