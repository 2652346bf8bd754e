using Gateway.Evals.Fitting;
using Gateway.Evals.Recorded;
using Gateway.Evals.Running;
using Gateway.Evals.Suites;
using Gateway.Policies;
using Gateway.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Evals.Fitting;

public sealed class PolicyFitTests
{
    [Fact]
    public async Task RunAsync_FitterThatLearnsByHeart_IsJudgedOnItemsThatItHasNotSeen()
    {
        var fitter = new MemorisingFitter();

        var result = await FitAsync(fitter, FitSuite.Items(60));

        // Each item's first answer is right, which only who has seen the item knows.
        Assert.Equal((0, 0, 60), (result.Accuracy, result.Untrained, result.Fitted.Count));
        Assert.All(result.Fitted, static pair => Assert.Equal(0, pair.Value!.GetValue<int>()));
    }

    [Fact]
    public async Task RunAsync_Folds_HoldEachItemOutOnce()
    {
        var fitter = new MemorisingFitter();

        await FitAsync(fitter, FitSuite.Items(60));

        var held = Held(fitter);
        Assert.Equal(60, fitter.Learned[0].Length);
        Assert.InRange(held.Length, 2, 10);
        Assert.Equal(fitter.Learned[0].Order(StringComparer.Ordinal), held.SelectMany(static fold => fold).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task RunAsync_OtherItemsBesideInAnotherOrder_LeavesItemsInTheirFolds()
    {
        var (alone, among) = (new MemorisingFitter(), new MemorisingFitter());

        await FitAsync(alone, FitSuite.Items(30));
        await FitAsync(among, [.. FitSuite.Items(30).Concat(FitSuite.Items(30, "other")).Reverse()]);

        Assert.Equal(Shown(Held(alone)), Shown(Held(among).Select(static fold => fold.Where(static id => id[0] == 'q').ToArray()).Where(static fold => fold.Length > 0)));
    }

    [Fact]
    public async Task RunAsync_ItemsOfOneFoldAlone_StopsAsNothingIsLeftToJudgeBy()
    {
        var exception = await Assert.ThrowsAsync<EvaluationStoppedException>(() => FitAsync(new MemorisingFitter(), FitSuite.Items(1)));

        Assert.Equal("all 1 items fall into one of 10 folds, so that nothing is left to judge them by; give more items", exception.Message);
    }

    [Fact]
    public async Task RunAsync_Vote_LearnsWhomToBelieve()
    {
        var knowing = ScriptedModel.Named("a").Always("right");
        var (one, other) = (ScriptedModel.Named("b").Always("wrong"), ScriptedModel.Named("c").Always("wrong"));
        var policy = FitSuite.Vote("a, b, c", n: 1);

        var result = await new PolicyFit(FitSuite.Suite, policy, FitSuite.FitterOf(policy), new FakeTimeProvider())
            .RunAsync(FitSuite.Items(20), Entries(knowing, one, other), 1, 4, Ignore, Token);

        Assert.Equal("""{"weights":{"a":2,"b":1,"c":1}}""", result.Fitted.ToJsonString());
        Assert.Equal((1, 0, 1), (result.Accuracy, result.Untrained, result.Gain.Difference));
    }

    [Fact]
    public async Task RunAsync_SameSeed_GivesTheSame()
    {
        var results = new List<FitResult>();
        foreach (var parallel in new[] { 1, 8 })
        {
            var policy = FitSuite.Vote("a, b", n: 3);
            ScriptedModel Model(string name) => ScriptedModel.Named(name).Replies(request => (request.Text[^1] + request.Options.SamplePath()[0] + name[0]) % 3 == 0 ? "right" : "wrong");
            results.Add(await new PolicyFit(FitSuite.Suite, policy, FitSuite.FitterOf(policy), new FakeTimeProvider())
                .RunAsync(FitSuite.Items(40), Entries(Model("a"), Model("b")), 1, parallel, Ignore, Token));
        }

        Assert.Equal(results[0].Fitted.ToJsonString(), results[1].Fitted.ToJsonString());
        Assert.Equal(results[0] with { Fitted = results[1].Fitted }, results[1]);
    }

    [Fact]
    public async Task RunAsync_MissingRecordedSample_StopsWithItsName()
    {
        var outputs = new RecordedOutputs("m");
        foreach (var item in FitSuite.Items(20))
        {
            outputs.TryAdd(item.Id, 0, new RecordedOutput("right", 1, 1, null));
            if (item.Id != "q7") outputs.TryAdd(item.Id, 1, new RecordedOutput("wrong", 1, 1, null));
        }

        var exception = await Assert.ThrowsAsync<EvaluationStoppedException>(() => FitRecordedAsync(outputs));

        Assert.Equal("m: sample 1 of q7 was not recorded; there is 1 sample of it", exception.Message);
    }

    [Fact]
    public async Task RunAsync_ItemWithoutAnyAnswer_StopsWithItsName()
    {
        var exception = await Assert.ThrowsAsync<EvaluationStoppedException>(() => FitRecordedAsync(new RecordedOutputs("m"), count: 1));

        Assert.StartsWith("q0 has no answer to learn from: ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_FailedSamples_AreNotLearnedFrom()
    {
        var model = ScriptedModel.Named("m").Replies(static request => request.Options.SamplePath() == "0" ? ScriptedAnswer.Failing(FaultKind.Upstream) : "right");

        var result = await new PolicyFit(FitSuite.Suite, FitSuite.Vote(), new MemorisingFitter(), new FakeTimeProvider())
            .RunAsync(FitSuite.Items(20), Entries(model), 1, 4, Ignore, Token);

        Assert.Equal((1, 1), (result.Accuracy, result.Untrained));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Task<FitResult> FitAsync(IFitter fitter, IReadOnlyList<SuiteItem> items)
    {
        var model = ScriptedModel.Named("m").Replies(static request => request.Options.SamplePath() == "0" ? "right" : "wrong");
        return new PolicyFit(FitSuite.Suite, FitSuite.Vote(), fitter, new FakeTimeProvider()).RunAsync(items, Entries(model), 1, 4, Ignore, Token);
    }

    private static Task<FitResult> FitRecordedAsync(RecordedOutputs outputs, int count = 20) =>
        new PolicyFit(FitSuite.Suite, FitSuite.Vote(), new MemorisingFitter(), new FakeTimeProvider()).RunAsync(
            FitSuite.Items(count), [new CatalogEntry(new ModelCard("m", ModelBackend.Remote, int.MaxValue, Price.Free), new RecordedChatClient(outputs, 0))], 1, 4, Ignore, Token);

    private static CatalogEntry[] Entries(params ScriptedModel[] models) => [.. models.Select(static model => new CatalogEntry(model.Card, model))];

    /// <summary>What each later learning left out of the first, which is of all.</summary>
    private static string[][] Held(MemorisingFitter fitter) => [.. fitter.Learned.Skip(1).Select(rest => fitter.Learned[0].Except(rest).ToArray())];

    private static IEnumerable<string> Shown(IEnumerable<string[]> folds) => folds.Select(static fold => string.Join(' ', fold.Order(StringComparer.Ordinal))).Order(StringComparer.Ordinal);

    private static void Ignore(string line)
    {
        // What is told on the way is for people.
    }
}
