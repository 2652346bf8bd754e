using System.Runtime.CompilerServices;
using Gateway.Testing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Runs;

public sealed class EstimatedUsageTests
{
    private static readonly PolicyDefinition Direct = InlinePolicy.Define("p", static (run, token) => run.StreamAsync(CallTests.Call(run), token));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_MarkedUsage_IsEstimatedWithTheCountsGiven(bool streaming)
    {
        var call = await CallAsync(new EstimatingModel(ScriptedModel.Named("m").Says(new ScriptedAnswer("four words are here") { Usage = (321, 45) })), streaming);

        Assert.True(call.Estimated);
        Assert.Equal((321, 45), (call.Spend.InputTokens, call.Spend.OutputTokens));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_UsageWithoutTheMark_IsNotEstimated(bool streaming) =>
        Assert.False((await CallAsync(ScriptedModel.Named("m").Says("text"), streaming)).Estimated);

    [Fact]
    public void AsEstimate_KeepsOtherCounts()
    {
        var usage = new UsageDetails { InputTokenCount = 1, AdditionalCounts = new() { ["audio"] = 2 } }.AsEstimate();

        Assert.True(usage.IsEstimate());
        Assert.Equal((1, 2), (usage.InputTokenCount, usage.AdditionalCounts!["audio"]));
    }

    private static async Task<CallEnded> CallAsync(IChatClient model, bool streaming)
    {
        var sink = new RecordingSink();
        var catalog = new ModelCatalog([new CatalogEntry(new ModelCard("m", ModelBackend.Remote, 4096, Price.Free), model)], static _ => []);
        var client = new PolicyChatClient(Direct, new RunServices(catalog, new FakeTimeProvider(), [sink], KeepTexts: true, NullLogger.Instance));
        await client.RunAsync(client.Open(TestRun.Request("q") with { Streaming = streaming }), TestContext.Current.CancellationToken);
        return Assert.Single(Assert.Single(sink.Records).Events.OfType<CallEnded>());
    }

    /// <summary>A model whose tokens nobody counted.</summary>
    private sealed class EstimatingModel(IChatClient inner) : DelegatingChatClient(inner)
    {
        public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            var response = await base.GetResponseAsync(messages, options, cancellationToken);
            response.Usage!.AsEstimate();
            return response;
        }

        public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates()) yield return update;
        }
    }
}
