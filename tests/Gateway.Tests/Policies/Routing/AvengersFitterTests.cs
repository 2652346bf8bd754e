using Gateway.Policies;
using Gateway.Testing;
using Microsoft.Extensions.AI;

namespace Gateway.Tests.Policies.Routing;

public sealed class AvengersFitterTests
{
    [Fact]
    public void Fit_TwoKindsOfTask_RoutesEachToItsModel()
    {
        var items = Items(40);
        var fitter = new AvengersFitter(Options() with { Clusters = 2 });

        var fitted = fitter.Fit(items, seed: 1);

        Assert.All(items, item => Assert.True(fitter.Deliver(fitted, item)!.Value.Correct));
        Assert.Equal(0.5, items.Average(item => fitter.Deliver(fitter.Untrained(), item)!.Value.Correct ? 1.0 : 0.0));
    }

    [Fact]
    public void Fit_Counts_AreThoseOfAllAnswers()
    {
        var profile = Read(new AvengersFitter(Options() with { Clusters = 3 }).Fit(Items(40), seed: 1));

        Assert.Equal(40, profile.Groups.Sum(static group => group.Items));
        Assert.Equal([40, 40], Enumerable.Range(0, 2).Select(model => profile.Groups.Sum(group => group.Tallies[model].Count)));
        Assert.Equal([20, 20], Enumerable.Range(0, 2).Select(model => profile.Groups.Sum(group => group.Tallies[model].Correct)));
        Assert.All(profile.Groups, static group => Assert.Equal(0.003, group.Tallies[0].MeanCost, 9));
    }

    [Fact]
    public void Fit_SameItemsAndSeed_GivesTheSameBytes() =>
        Assert.Equal(new AvengersFitter(Options()).Fit(Items(30), 7).ToJsonString(), new AvengersFitter(Options()).Fit(Items(30), 7).ToJsonString());

    [Fact]
    public void Fit_MoreClustersThanTasks_MakesFewer()
    {
        var profile = Read(new AvengersFitter(Options() with { Clusters = 64 }).Fit(Items(4), seed: 1));

        Assert.InRange(profile.Groups.Count, 2, 4);
        Assert.Equal(64, profile.Clusters);
    }

    [Fact]
    public void Fit_AsManyClustersAsTasksWithoutShrinkage_GivesEachTaskItsBestModel()
    {
        var items = Items(12);
        var fitter = new AvengersFitter(Options() with { Clusters = 12, Shrinkage = 0 });
        var fitted = fitter.Fit(items, seed: 1);

        Assert.All(items, item => Assert.True(fitter.Deliver(fitted, item)!.Value.Correct));
    }

    [Fact]
    public void Fit_Centres_AreRoundedAndServedAsTheyAreWritten()
    {
        var profile = Read(new AvengersFitter(Options() with { Clusters = 2 }).Fit(Items(20), seed: 1));

        Assert.All(profile.Groups.SelectMany(static group => group.Centre), static number => Assert.Equal(RoutingProfile.Rounded(number), number));
    }

    [Fact]
    public void Fit_AnswerThatIsMissing_IsNotCounted()
    {
        var items = Items(10);
        items[0] = items[0] with { Candidates = [items[0].Candidates[1]] };

        var profile = Read(new AvengersFitter(Options() with { Clusters = 1 }).Fit(items, seed: 1));

        Assert.Equal((9, 10), (profile.Groups[0].Tallies[0].Count, profile.Groups[0].Tallies[1].Count));
    }

    [Fact]
    public void Fit_VectorsOfAModel_AreBroughtToLengthOne()
    {
        var fitter = new AvengersFitter(Options() with { Embedder = "e", Clusters = 2 });
        FittingItem[] items = [.. Items(10).Select(static (item, i) => item with { Numbers = i % 2 == 0 ? [3, 0] : [0, 0.1] })];

        var profile = Read(fitter.Fit(items, seed: 1));

        Assert.Equal(("e", 2), (profile.Embedder, profile.Dimensions));
        Assert.Equal([[0.0, 1], [1.0, 0]], profile.Groups.Select(static group => group.Centre.ToArray()).OrderBy(static centre => centre[0]));
    }

    [Fact]
    public void Deliver_Vote_IsTheVoteOfTheBestAndCostsAllOfThem()
    {
        var options = Learned.Options("a", "b", "c") with { Use = new AvengersUse { Top = 3, By = AvengersUseBy.Vote } };
        var item = Item("q", "the sum", ("a", "1", false), ("b", "2", true), ("c", "2", true));

        var outcome = new AvengersFitter(options).Deliver(Learned.Of("a", "b", "c").ToJson(), item);

        Assert.Equal(new FittingOutcome(true, 0.003m + 0.002m + 0.001m), outcome);
    }

    [Fact]
    public void Deliver_BestModelGaveNoAnswer_IsTheNextOfTheRanking()
    {
        var outcome = new AvengersFitter(Options()).Deliver(Learned.Of("a", "b").ToJson(), Item("q", "the sum of 1 and 2", ("b", "x", true)));

        Assert.Equal(new FittingOutcome(true, 0.002m), outcome);
    }

    [Fact]
    public async Task Observe_EveryModel_IsAskedAndTheTaskEmbedded()
    {
        var test = TestRun.With(ScriptedModel.Named("a").Always("1"), ScriptedModel.Named("b").Always("2"), ScriptedModel.Named("e").Embedding(static _ => [1, 2]));
        FittingObservation? seen = null;
        var fitter = new AvengersFitter(Options() with { Embedder = "e", Use = new AvengersUse { By = AvengersUseBy.Vote, Samples = 2 } });

        await test.AskAsync(InlinePolicy.Define("k", Observe));

        Assert.Equal([("a", 0), ("a", 1), ("b", 0), ("b", 1)], seen!.Candidates.Select(static candidate => (candidate.Call.Model, candidate.Call.SampleIndex)));
        Assert.Equal([1.0, 2.0], seen.Numbers);

        async IAsyncEnumerable<ChatResponseUpdate> Observe(PolicyRun run, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token)
        {
            seen = await fitter.ObserveAsync(run, token);
            await foreach (var update in run.Deliver(seen.Candidates[0])) yield return update;
        }
    }

    private static AvengersOptions Options() => Learned.Options("a", "b");

    private static RoutingProfile Read(System.Text.Json.Nodes.JsonObject fitted) => RoutingProfileReader.Read(fitted, out _)!;

    /// <summary>Half sums, which a solves, half words, which b solves.</summary>
    private static FittingItem[] Items(int count) => [.. Enumerable.Range(0, count).Select(static i => i % 2 == 0
        ? Item($"s{i}", $"what is the sum of {i} and the number {"apple banana cherry damson elder fig grape".Split(' ')[i % 7]}", ("a", "x", true), ("b", "y", false))
        : Item($"w{i}", $"sort these letters of {"house river garden window bottle candle".Split(' ')[i % 6]} {new string((char)('a' + i % 26), 3)}", ("a", "x", false), ("b", "y", true)))];

    private static FittingItem Item(string id, string text, params (string Model, string Says, bool Correct)[] answers)
    {
        var prompt = new Prompt([new ChatMessage(ChatRole.User, text)], new ChatOptions());
        return new FittingItem(id, prompt, [.. answers.Select(answer => new FittingCandidate(
            new Candidate(new ModelCall(answer.Model, prompt), new ChatResponse(new ChatMessage(ChatRole.Assistant, answer.Says)), null, new Spend(1, 1, 0, 1, answer.Model == "a" ? 0.003m : answer.Model == "b" ? 0.002m : 0.001m), TimeSpan.Zero, false) { AnsweredBy = answer.Model },
            answer.Correct))], []);
    }
}
