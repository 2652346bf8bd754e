using Microsoft.Extensions.AI;

namespace Gateway.Tests.OpenAI;

public sealed class RemoteChatClientTimeTests
{
    private const string OneToken = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\n";

    private static readonly ChatMessage[] Question = [new(ChatRole.User, "hi")];
    private static readonly TimeSpan FirstByte = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task GetResponse_NoHeaders_TimesOut()
    {
        var endpoint = Silent();
        var call = endpoint.Client().GetResponseAsync(Question);

        endpoint.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.False(endpoint.IsCancelled);
        endpoint.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("model 'tiny': no whole answer within 60 s", (await TimeoutOf(call)).Message);
    }

    [Fact]
    public async Task GetResponse_NoHeadersWithinTheFirstLimit_TimesOut()
    {
        var endpoint = Silent();
        var call = endpoint.Client(firstByte: FirstByte).GetResponseAsync(Question);

        endpoint.Time.Advance(FirstByte);

        Assert.Equal("model 'tiny': no first byte within 5 s", (await TimeoutOf(call)).Message);
    }

    [Fact]
    public async Task GetResponse_BodyStallsAfterItsFirstByte_HasTheTotalLimit()
    {
        var body = new StalledStream("{");
        var endpoint = new ScriptedEndpoint().Gives(ScriptedEndpoint.With(body, "application/json"));
        var call = endpoint.Client(firstByte: FirstByte).GetResponseAsync(Question);
        await body.Stalled;

        endpoint.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.False(body.IsCancelled);
        endpoint.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("model 'tiny': no whole answer within 60 s", (await TimeoutOf(call)).Message);
        Assert.True(body.Disposed);
    }

    [Fact]
    public async Task GetResponse_BodyWithoutAByte_HasTheFirstLimit()
    {
        var body = new StalledStream();
        var endpoint = new ScriptedEndpoint().Gives(ScriptedEndpoint.With(body, "application/json"));
        var call = endpoint.Client(firstByte: FirstByte).GetResponseAsync(Question);
        await body.Stalled;

        endpoint.Time.Advance(FirstByte);

        await TimeoutOf(call);
    }

    [Fact]
    public async Task Stream_CommentsButNoEvent_HasTheFirstLimit()
    {
        var body = new StalledStream(": queued\n\n");
        var endpoint = new ScriptedEndpoint().Gives(ScriptedEndpoint.Events(body));
        var call = endpoint.Client(firstByte: FirstByte).GetStreamingResponseAsync(Question).ToListAsync().AsTask();
        await body.Stalled;

        endpoint.Time.Advance(FirstByte);

        Assert.Equal("model 'tiny': no first byte within 5 s", (await TimeoutOf(call)).Message);
    }

    [Fact]
    public async Task Stream_StallsAfterItsFirstEvent_HasWhatIsLeftOfTheTotal()
    {
        var body = new StalledStream(OneToken);
        var endpoint = new ScriptedEndpoint().Gives(ScriptedEndpoint.Events(body));
        var call = endpoint.Client(firstByte: FirstByte).GetStreamingResponseAsync(Question).ToListAsync().AsTask();
        await body.Stalled;

        endpoint.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.False(body.IsCancelled);
        endpoint.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("model 'tiny': no whole answer within 60 s", (await TimeoutOf(call)).Message);
        Assert.True(body.Disposed);
    }

    [Fact]
    public async Task GetResponse_CallerCancels_IsCancelled()
    {
        using var caller = new CancellationTokenSource();
        var call = Silent().Client().GetResponseAsync(Question, null, caller.Token);

        await caller.CancelAsync();

        Assert.Equal(caller.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call)).CancellationToken);
    }

    [Fact]
    public async Task GetResponse_CallerCancelsAfterTheLimit_IsCancelled()
    {
        using var caller = new CancellationTokenSource();
        var entered = new TaskCompletionSource();
        var endpoint = new ScriptedEndpoint();
        endpoint.Answer = async token =>
        {
            // A transport that is slow to notice: by then both have fired.
            await entered.Task;
            token.ThrowIfCancellationRequested();
            return ScriptedEndpoint.Json("{}");
        };
        var call = endpoint.Client().GetResponseAsync(Question, null, caller.Token);
        endpoint.Time.Advance(TimeSpan.FromSeconds(60));
        await caller.CancelAsync();
        entered.SetResult();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task Stream_CallerCancels_IsCancelledAndAborted()
    {
        using var caller = new CancellationTokenSource();
        var body = new StalledStream(OneToken);
        var call = new ScriptedEndpoint().Gives(ScriptedEndpoint.Events(body)).Client().GetStreamingResponseAsync(Question, null, caller.Token).ToListAsync().AsTask();
        await body.Stalled;

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.True(body.Aborted);
        Assert.True(body.Disposed);
    }

    [Fact]
    public async Task GetResponse_BodyBreaksBecauseTheCallerCancelled_IsCancelled()
    {
        using var caller = new CancellationTokenSource();
        var endpoint = new ScriptedEndpoint().Gives(ScriptedEndpoint.With(new BreakingStream(caller), "application/json"));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => endpoint.Client().GetResponseAsync(Question, null, caller.Token));
    }

    private static ScriptedEndpoint Silent() => new()
    {
        Answer = static async token =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
            throw new InvalidOperationException("unreachable");
        },
    };

    private static async Task<ModelFault> TimeoutOf(Task call)
    {
        var fault = (await Assert.ThrowsAsync<ModelCallException>(() => call)).Fault;
        Assert.Equal(FaultKind.Timeout, fault.Kind);
        return fault;
    }

    /// <summary>What a socket does whose connection was closed under it by the caller's cancel.</summary>
    private sealed class BreakingStream(CancellationTokenSource caller) : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await caller.CancelAsync();
            throw new IOException("the connection was closed");
        }
    }
}
