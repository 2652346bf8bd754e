using Gateway.Evals.Live;
using Gateway.Testing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Evals.Live;

public sealed class StoredChatClientTests : IDisposable
{
    private readonly StoreFolder _folder = new();
    private readonly ScriptedModel _model = ScriptedModel.Named("m").Replies(static request => new ScriptedAnswer($"answer {request.Options.SamplePath()}") { Usage = (100, 20) });

    [Fact]
    public async Task Vote_SecondRun_BuysNothingAndGivesTheSame()
    {
        var first = await VoteAsync(4);
        var second = await VoteAsync(4);

        Assert.Equal((4, 0), (first.Bought, second.Bought));
        Assert.Equal(4, _model.Calls);
        Assert.Equal(first.Response.Text, second.Response.Text);
        Assert.Equal((400L, 80L), (second.Response.Usage!.InputTokenCount, second.Response.Usage.OutputTokenCount));
    }

    [Fact]
    public async Task Vote_MoreSamples_BuysThoseThatAreNotThere()
    {
        await VoteAsync(4);

        Assert.Equal(4, (await VoteAsync(8)).Bought);
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7"], _model.Requests.Select(static request => request.Options.SamplePath()));
    }

    [Fact]
    public async Task Vote_FewerSamples_BuysNothing()
    {
        await VoteAsync(4);

        Assert.Equal(0, (await VoteAsync(2)).Bought);
    }

    [Fact]
    public async Task Vote_EndpointThatBatches_IsAskedForEachSampleByItself()
    {
        _model.Batching();

        await VoteAsync(4);

        Assert.Equal((4, 0), (_model.Calls, _model.Batches));
    }

    [Fact]
    public async Task Vote_AnotherScope_BuysAnew()
    {
        await VoteAsync(2);

        Assert.Equal(2, (await VoteAsync(2, scope: "seed 2")).Bought);
    }

    [Fact]
    public async Task Vote_AnotherModelBehindTheName_BuysAnew()
    {
        await VoteAsync(2);

        Assert.Equal(2, (await VoteAsync(2, identity: "another file")).Bought);
    }

    [Fact]
    public async Task Vote_AnotherTemperature_BuysAnew()
    {
        await VoteAsync(2);

        Assert.Equal(2, (await VoteAsync(2, "sampling: { temperature: 0.2 }")).Bought);
    }

    [Fact]
    public async Task Vote_TemperatureZero_FindsTheOneSampleThatIsKept()
    {
        await VoteAsync(1, "sampling: { temperature: 0 }");

        Assert.Equal(0, (await VoteAsync(4, "sampling: { temperature: 0 }")).Bought);
    }

    [Fact]
    public async Task GetResponse_WantedLogprobsThatAreNotKept_AreBoughtAndThenKept()
    {
        var model = ScriptedModel.Named("m").Says("plain", new ScriptedAnswer("told").WithLogprobs(-0.5));
        await AskAsync(model);

        Assert.Equal("told", (await AskAsync(model, static options => options.WantLogprobs())).Text);
        Assert.Equal(-0.5, (await AskAsync(model, static options => options.WantLogprobs())).Logprobs()![0].Logprob);
        Assert.Equal(2, model.Calls);
    }

    [Fact]
    public async Task GetResponse_KeptWithLogprobs_ServesWhoWantsNone()
    {
        var model = ScriptedModel.Named("m").Says(new ScriptedAnswer("told").WithLogprobs(-0.5));
        await AskAsync(model, static options => options.WantLogprobs());

        Assert.Equal("told", (await AskAsync(model)).Text);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 1)]
    public async Task GetResponse_WantedAlternatives_AreBoughtWhereFewerAreKept(int wanted, int bought)
    {
        var token = new TokenLogprob("t", -0.5) { Top = [new TokenLogprob("t", -0.5), new TokenLogprob("u", -1)] };
        var model = ScriptedModel.Named("m").Always(new ScriptedAnswer("t") { Logprobs = [token] });
        await AskAsync(model, static options => options.WantLogprobs(2));
        await AskAsync(model, options => options.WantLogprobs(wanted));

        Assert.Equal(1 + bought, model.Calls);
    }

    [Fact]
    public async Task GetResponse_WantedSelfCertaintyThatIsNotKept_IsBought()
    {
        var model = ScriptedModel.Named("m").Says("plain", new ScriptedAnswer("told") { SelfCertainty = 0.5 });
        await AskAsync(model);

        Assert.Equal(0.5, (await AskAsync(model, static options => options.WantSelfCertainty())).SelfCertainty());
        Assert.Equal(0.5, (await AskAsync(model, static options => options.WantSelfCertainty())).SelfCertainty());
    }

    [Fact]
    public async Task GetResponse_ToolCalls_AreBoughtEachTime()
    {
        var model = ScriptedModel.Named("m").Always(ScriptedAnswer.Calling("f", ("x", 1)));
        await AskAsync(model);
        var again = await AskAsync(model);

        Assert.Equal("f", Assert.Single(again.Messages[0].Contents.OfType<FunctionCallContent>()).Name);
        Assert.Equal(2, model.Calls);
        Assert.Empty(_folder.Files);
    }

    [Fact]
    public async Task GetResponse_ModelFails_KeepsNothing()
    {
        var model = ScriptedModel.Named("m").Says(ScriptedAnswer.Failing(FaultKind.Upstream), "later");

        await Assert.ThrowsAsync<ModelCallException>(() => AskAsync(model));
        Assert.Equal("later", (await AskAsync(model)).Text);
    }

    [Fact]
    public async Task GetStreamingResponse_Kept_GivesTheSameTextAndUsage()
    {
        await AskAsync(_model);
        using var client = Client(_model, new Purchases());
        var streamed = await client.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, "q")], new ChatOptions(), Token).ToChatResponseAsync(Token);

        Assert.Equal(("answer 0", 20L, 1), (streamed.Text, streamed.Usage!.OutputTokenCount, _model.Calls));
    }

    [Fact]
    public void Purchases_AreCountedByRunAndForgottenWhenTaken()
    {
        var purchases = new Purchases();
        foreach (var (run, bought) in new[] { ("a", true), ("a", false), ("b", true), ("a", true) }) purchases.Add(run, bought);

        Assert.Equal((1, 2), purchases.Take("a"));
        Assert.Equal((0, 0), purchases.Take("a"));
        Assert.Equal((0, 1), purchases.Take("b"));
        Assert.Equal(3, purchases.Bought);
    }

    [Fact]
    public async Task Purchases_OfAPolicysCalls_AreItsRuns()
    {
        await VoteAsync(3);
        var second = await VoteAsync(5);

        Assert.Equal((3, 2), second.Purchases.Take(second.Run));
    }

    public void Dispose()
    {
        _folder.Dispose();
        _model.Dispose();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private StoredChatClient Client(IChatClient model, Purchases purchases, string scope = "seed 1", string identity = "a file") =>
        new(model, _folder.Open(), purchases, "m", identity, scope);

    /// <summary>Asks the model itself, over a store that is opened anew.</summary>
    private async Task<ChatResponse> AskAsync(ScriptedModel model, Action<ChatOptions>? change = null)
    {
        var options = new ChatOptions();
        change?.Invoke(options);
        using var client = Client(model, new Purchases());
        return await client.GetResponseAsync([new ChatMessage(ChatRole.User, "q")], options, Token);
    }

    /// <summary>Asks a vote, over a store that is opened anew.</summary>
    private async Task<Asked> VoteAsync(int n, string more = "", string scope = "seed 1", string identity = "a file")
    {
        var purchases = new Purchases();
        using var model = Client(_model, purchases, scope, identity);
        var services = new RunServices(new ModelCatalog([new CatalogEntry(_model.Card, model)], static _ => []), new FakeTimeProvider(), [], KeepTexts: false, NullLogger.Instance);
        using var client = new PolicyChatClient(Policies.Yaml.Policy($"kind: best-of-n\nmodel: m\nn: {n}\n{more}"), services);
        var run = client.Open(TestRun.Request("q"));
        return new Asked(await client.RunAsync(run, Token), run.Id, purchases);
    }

    private sealed record Asked(ChatResponse Response, string Run, Purchases Purchases)
    {
        public int Bought => Purchases.Bought;
    }
}
