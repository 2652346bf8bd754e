using System.Text.Json.Nodes;
using CsCheck;
using Gateway.Policies;
using Gateway.Testing;

namespace Gateway.Tests.Policies.Deferral;

public sealed class CascadeFitterTests
{
    private const string ThreeStages = "answer: number\nstages: [{ models: [a, b], samples: 2, accept: { signal: vote-share } }, { model: c, accept: { signal: learned, threshold: 0.5 } }, { model: a }]\nfit: { cost_share: 9 }";

    // What four samples of the first stage, one of the second and one of the last say: 0 holds no answer; 1 is right.
    private static readonly Gen<int[]> Said = Gen.Int[0, 3].Array[6];

    [Fact]
    public void Deliver_AnyFit_IsWhatTheServedPolicyAnswers() => Gen.Select(Said.Array[4, 12], Said).Sample(static (fitted, asked) =>
    {
        var profile = CascadeItems.Fitter(ThreeStages, profile: null).Fit([.. fitted.Select(ItemOf)], seed: 1);
        var served = CascadeItems.Policy(ThreeStages, profile);

        // The last stage asks a again: its first two samples are the first stage's.
        var answer = TestRun.With(
            ScriptedModel.Named("a").Says($"a {Text(asked[0])}", $"a {Text(asked[1])}", $"a {Text(asked[5])}"),
            ScriptedModel.Named("b").Says($"b {Text(asked[2])}", $"b {Text(asked[3])}"),
            ScriptedModel.Named("c").Says($"c {Text(asked[4])}")).AskAsync(served).GetAwaiter().GetResult();

        return CascadeItems.Fitter(ThreeStages, profile).Deliver(profile, ItemOf(asked))!.Value.Correct == answer.Text.EndsWith('1');
    }, iter: 300, threads: 1);

    [Fact]
    public void Fit_Untrained_IsTheLastStageAlone()
    {
        var fitter = CascadeItems.Fitter("cost_share: 1");
        var item = CascadeItems.Item("q", 0, small: true, large: false);

        Assert.Equal("""{"stages":[{"models":["b"]}]}""", fitter.Untrained().ToJsonString());
        Assert.Equal(new FittingOutcome(false, 10), fitter.Deliver(fitter.Untrained(), item));
    }

    [Fact]
    public async Task Served_NothingThatPaysWasFound_AsksTheLastStageAlone()
    {
        const string Body = "stages: [{ model: a, accept: { signal: mean-logprob } }, { model: b }]\nfit: { accuracy_loss: 0.01 }";
        var served = CascadeItems.Policy(Body, CascadeItems.Fitter(Body, profile: null).Untrained());
        var a = ScriptedModel.Named("a");

        var answer = await TestRun.With(a, ScriptedModel.Named("b").Says("large")).AskAsync(served);

        Assert.Equal(("large", 0), (answer.Text, a.Calls));
    }

    [Theory]
    [InlineData("stages: [{ model: a, accept: { signal: judge, model: j } }, { model: b }]\nfit: { accuracy_loss: 0.01 }", "b a j")]
    [InlineData("chain: { models: [a, j, b] }\nfit: { cost_share: 1 }", "b a j")]
    public void Plan_WhatIsNotAskedNow_IsThereToBeFittedAgain(string body, string expected)
    {
        var served = CascadeItems.Policy(body, FittedCascade.Alone(["b"]).ToJson());

        var calls = ((IPlannedPolicy)served.Policy).Plan().Stages.SelectMany(static stage => stage.Calls).ToArray();

        Assert.Equal(expected, string.Join(' ', calls.Select(static call => call.Model)));
        Assert.Equal([1, 0, 0], calls.Select(static call => call.Most));
    }

    [Fact]
    public void Fit_AccuracyLoss_SavesWhatItCanShowToBeHarmless()
    {
        // Above -1 the small model is as good as the large one, below it is always wrong.
        var random = new Random(3);
        var items = CascadeItems.Items(Enumerable.Range(0, 600).Select(_ => (-2 * random.NextDouble(), random.NextDouble() < 0.9)).Select(static one => (one.Item1, one.Item1 > -1 && one.Item2, one.Item2)));
        var fitter = CascadeItems.Fitter("accuracy_loss: 0.05");
        var fitted = fitter.Fit(items, 1);

        var (accuracy, cost, _) = CascadeItems.Play(fitter, fitted, items);

        Assert.True(accuracy > items.Average(static item => item.Candidates[1].Correct ? 1.0 : 0) - 0.05);
        Assert.True(cost < 0.75m * 10 * items.Length, $"{cost}");
        Assert.StartsWith("with 95% confidence", fitted["made"]!["guarantee"]!.GetValue<string>().Replace(" %", "%", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_AccuracyLossThatCannotBeShown_AsksTheLastStageAlone()
    {
        var items = CascadeItems.Items(Enumerable.Range(0, 20).Select(static place => (-1.0 - place, false, true)));
        var fitter = CascadeItems.Fitter("accuracy_loss: 0.01");

        Assert.Single(fitter.Fit(items, 1)["stages"]!.AsArray());
    }

    [Fact]
    public void Fit_Chain_FindsTheModelsThatAgreeWhereTheyAreRight()
    {
        // x and y agree where they are right, and else say different things; z is right always, and dear; w is dear and wrong.
        FittingItem[] items = [.. Enumerable.Range(0, 60).Select(static place =>
        {
            var easy = place % 3 != 0;
            return new FittingItem($"q{place}", CascadeItems.Question,
            [
                CascadeItems.Candidate("w", 0, "8", false, 9),
                CascadeItems.Candidate("x", 0, easy ? "1" : "2", easy, 1),
                CascadeItems.Candidate("y", 0, easy ? "1" : "3", easy, 1),
                CascadeItems.Candidate("z", 0, "1", true, 20),
            ], []);
        })];
        var fitter = CascadeItems.Fitter("answer: number\nchain: { models: [w, x, y, z] }\nfit: { cost_share: 0.5 }", profile: null);

        var fitted = fitter.Fit(items, 1);

        Assert.Equal(["x", "y", "z"], fitted["stages"]!.AsArray().Select(static stage => stage!["models"]![0]!.GetValue<string>()));
        var (accuracy, cost, _) = CascadeItems.Play(fitter, fitted, items);
        Assert.Equal((1.0, true), (accuracy, cost <= 0.5m * 20 * 60));
    }

    [Fact]
    public void Fit_ChainWithoutMoney_IsTheCheapestModel()
    {
        var fitter = CascadeItems.Fitter("chain: { models: [b, a] }\nfit: { cost_usd: 0.001 }", profile: null);

        Assert.Equal("""{"stages":[{"models":["a"]}]}""", fitter.Fit(CascadeItems.Items([(-1, true, true)]), 1).ToJsonString());
    }

    [Fact]
    public void Profile_OfOtherStages_IsRefused()
    {
        var beside = new Dictionary<string, byte[]> { ["p.profile.json"] = """{"format":1,"policy":"p","kind":"cascade","fitted":{"stages":[{"models":["c"]},{"models":["b"]}]},"ids":[],"suite":"s"}"""u8.ToArray() };

        var file = PolicyFile.Read("p.yaml", "name: p\nkind: cascade\nstages: [{ model: a, accept: { signal: mean-logprob } }, { model: b }]\nfit: { cost_share: 1 }\nprofile: p.profile.json"u8, ReadingPurpose.Serving, beside);

        Assert.Contains("was fitted for other stages", Assert.Single(file.Problems).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void LossTest_LossAtTheTolerance_PassesNoMoreOftenThanItMay()
    {
        // The mean loss is the tolerance, so that every pass is an error; 5 % may be. 0.079 is four standard deviations above.
        var random = new Random(5);
        var passed = Enumerable.Range(0, 1000).Count(_ => LossTest.IsBelow([.. Enumerable.Range(0, 300).Select(_ => random.NextDouble() switch { < 0.12 => 1.0, < 0.2 => -1, _ => 0 })], 0.04, 0.95));

        Assert.InRange(passed, 0, 79);
    }

    [Fact]
    public void Logistic_ManyItems_FindsTheWeightsThatMadeThem()
    {
        var random = new Random(7);
        double[][] rows = [.. Enumerable.Range(0, 20_000).Select(_ => (double[])[10 + 2 * random.NextDouble(), random.NextDouble()])];
        double[] targets = [.. rows.Select(row => random.NextDouble() < 1 / (1 + Math.Exp(-(row[0] - 11 - 2 * row[1] + 0.5))) ? 1.0 : 0)];

        var model = LogisticFit.Of(["x", "y"], rows, targets);

        Assert.Equal(1, model.Weights[0] / model.Scales[0], 0.15);
        Assert.Equal(-2, model.Weights[1] / model.Scales[1], 0.2);
        Assert.Equal(model.Predict([11, 0.5]), LogisticModel.Read(JsonNode.Parse(model.ToJson().ToJsonString()))!.Predict([11, 0.5]));
    }

    private static string Text(int said) => said == 0 ? "none" : $"{said}";

    private static FittingItem ItemOf(int[] said) => new("q", CascadeItems.Question,
    [
        CascadeItems.Candidate("a", 0, $"a {Text(said[0])}", said[0] == 1, 1),
        CascadeItems.Candidate("a", 1, $"a {Text(said[1])}", said[1] == 1, 1),
        CascadeItems.Candidate("b", 0, $"b {Text(said[2])}", said[2] == 1, 1),
        CascadeItems.Candidate("b", 1, $"b {Text(said[3])}", said[3] == 1, 1),
        CascadeItems.Candidate("c", 0, $"c {Text(said[4])}", said[4] == 1, 1),
        CascadeItems.Candidate("a", 2, $"a {Text(said[5])}", said[5] == 1, 1),
    ], []);
}
