using Gateway.Policies;
using Gateway.Testing;
using Gateway.Tests.Policies.Routing;

namespace Gateway.Tests.Policies;

/// <summary>An Avengers policy whose tasks are embedded by a model.</summary>
public sealed class AvengersEmbedderTests
{
    private static readonly RoutingProfile Profile = new("e", 2, null, 64, ["a", "b"],
    [
        new TaskGroup([1, 0], 4, [new ModelTally(10, 9, 0), new ModelTally(10, 1, 0)]),
        new TaskGroup([0, 1], 6, [new ModelTally(20, 1, 0), new ModelTally(20, 18, 0)]),
    ]);

    [Theory]
    [InlineData("x", "from a")]
    [InlineData("y", "from b")]
    public async Task Answer_Task_GoesByItsVector(string task, string expected)
    {
        var answer = await TestRun.With(Models()).AskAsync(Policy(), task);

        Assert.Equal(expected, answer.Text);
        Assert.Equal(["embed", "answer"], answer.Calls.Select(static call => call.Role));
        Assert.StartsWith($"cluster {(task == "x" ? 0 : 1)} (distance 0.00", answer.Why("route"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_Embedding_IsOnTheBill()
    {
        var answer = await TestRun.With(Models()).AskAsync(Policy(), "x");

        Assert.Equal(2, answer.Spend.Calls);
        Assert.Equal(0.000_005m, answer.Calls[0].Spend.Cost);
        Assert.Equal(answer.Spend, answer.Calls[0].Spend + answer.Calls[1].Spend);
    }

    [Fact]
    public async Task Answer_EmbedderFails_RanksByAllTasksAndSaysSo()
    {
        var embedder = ScriptedModel.Named("e").Embedding(static _ => throw new ModelCallException(new ModelFault(FaultKind.Upstream, "it is down")));

        var answer = await TestRun.With([.. Models()[..2], embedder]).AskAsync(Policy(), "x");

        // b is right on 19 of 30, a on 10 of 30.
        Assert.Equal("from b", answer.Text);
        Assert.Equal("e: it is down; models are ranked by all tasks together", answer.Why("fallback"));
    }

    [Fact]
    public async Task Answer_VectorOfAnotherLength_RanksByAllTasksAndSaysSo()
    {
        var answer = await TestRun.With([.. Models()[..2], ScriptedModel.Named("e").Embedding(static _ => [1, 0, 0])]).AskAsync(Policy(), "x");

        Assert.Equal("e gave a vector of 3 numbers, and 2 were learned from; fit the policy again; models are ranked by all tasks together", answer.Why("fallback"));
    }

    [Fact]
    public async Task Answer_VectorOfNoDirection_RanksByAllTasksAndSaysSo()
    {
        var answer = await TestRun.With([.. Models()[..2], ScriptedModel.Named("e").Embedding(static _ => [0, 0])]).AskAsync(Policy(), "x");

        Assert.Equal("e gave a vector without a direction; models are ranked by all tasks together", answer.Why("fallback"));
    }

    [Fact]
    public async Task Answer_BudgetOfOneCall_KeepsItForTheAnswer()
    {
        var models = Models();

        var answer = await TestRun.With(models).AskAsync(Policy("\nbudget: { calls: 1 }"), "x");

        Assert.Equal(("from b", 0), (answer.Text, models[2].Embeddings!.Texts.Count));
    }

    [Fact]
    public async Task Answer_ClientLeavesWhileEmbedding_LeaksNothing()
    {
        var embedder = ScriptedModel.Named("e").Embedding(static _ => [1, 0]);
        embedder.Embeddings!.Gate = new TaskCompletionSource().Task;
        var test = TestRun.With([.. Models()[..2], embedder]);
        using var client = new CancellationTokenSource();

        var asked = test.AskAsync(Policy(), "x", client.Token);
        await client.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        Assert.Equal(RunOutcome.Cancelled, Assert.Single(test.Records).Outcome);
        Assert.Equal(FaultKind.Abandoned, Assert.Single(test.Records[0].Events.OfType<CallEnded>()).Fault);
    }

    [Fact]
    public void Load_EmbedderThatIsAPolicy_IsRefused()
    {
        var yaml = "name: p\nkind: avengers\nmodels: [a]\nembedder: q";
        PolicySource[] sources =
        [
            new("p", "policies/p.yaml", System.Text.Encoding.UTF8.GetBytes(yaml)),
            new("q", "policies/q.yaml", "name: q\nkind: direct\nmodel: a"u8.ToArray()),
        ];

        var set = new PolicyVersions(ReadingPurpose.Fitting).Update(sources, [], [new ModelCard("a", ModelBackend.Remote, 1, Price.Free)], new Dictionary<string, string>());

        Assert.Equal("policies/p.yaml:4:11: embedder: 'q' is a policy, and policies make no embeddings; give a model", Assert.Single(set.Problems).ToString());
    }

    [Fact]
    public void Load_EmbedderThatIsNothing_IsRefusedAsAnyUnknownName()
    {
        var source = new PolicySource("p", "policies/p.yaml", "name: p\nkind: avengers\nmodels: [a]\nembedder: lexcal"u8.ToArray());

        var set = new PolicyVersions(ReadingPurpose.Fitting).Update([source], [], [new ModelCard("a", ModelBackend.Remote, 1, Price.Free)], new Dictionary<string, string>());

        Assert.StartsWith("policies/p.yaml:4:11: embedder: 'lexcal' is neither a model nor a policy", Assert.Single(set.Problems).ToString(), StringComparison.Ordinal);
    }

    private static ScriptedModel[] Models() =>
    [
        ScriptedModel.Named("a").Always("from a"),
        ScriptedModel.Named("b").Always("from b"),
        ScriptedModel.Named("e").Costs(5, 5).Embedding(static text => text == "x" ? [2, 0] : [0, 0.5f]),
    ];

    private static PolicyDefinition Policy(string more = "") => Learned.Policy($"models: [a, b]\nembedder: e{more}", Profile);
}
