using CsCheck;
using Gateway.Evals.Statistics;
using Gateway.Policies;

namespace Gateway.Tests.Policies.Deferral;

/// <summary>What deferral promises whatever the models say.</summary>
public sealed class DeferralPropertyTests
{
    // Signals without ties, so that rates are met to the item.
    private static readonly Gen<(double Signal, bool Small, bool Large)[]> Drawn =
        Gen.Select(Gen.Double[-5, -0.01], Gen.Bool, Gen.Bool).Array[2, 40].Where(static items => items.Select(static one => one.Item1).Distinct().Count() == items.Length);

    private static readonly Gen<double[]> Tokens = Gen.Double[-9, 0].Array[1, 20];

    [Fact]
    public void Threshold_FarBelow_NeverDefers_FarAbove_AlwaysDoes() => Drawn.Sample(static drawn =>
    {
        var (items, fitter) = (CascadeItems.Items(drawn), CascadeItems.Fitter("cost_share: 1"));
        return CascadeItems.Play(fitter, At(-1e300), items).Deferred == 0 && CascadeItems.Play(fitter, At(1e300), items).Deferred == items.Length;
    }, iter: 200);

    [Fact]
    public void Deferral_LowerThreshold_HandsOnASubset_ForLessMoney() => Gen.Select(Drawn, Gen.Double[-6, 0], Gen.Double[-6, 0]).Sample(static (drawn, one, other) =>
    {
        var (items, fitter) = (CascadeItems.Items(drawn), CascadeItems.Fitter("cost_share: 1"));
        var (low, high) = (At(Math.Min(one, other)), At(Math.Max(one, other)));
        return items.All(item => fitter.Deliver(low, item)!.Value.Cost <= fitter.Deliver(high, item)!.Value.Cost);
    }, iter: 200);

    [Fact]
    public void Fit_DeferralRate_IsMetToTheItemWhereNoSignalsAreEqual() => Gen.Select(Drawn, Gen.Double[0, 1]).Sample(static (drawn, rate) =>
    {
        var items = CascadeItems.Items(drawn);
        var fitter = CascadeItems.Fitter(FormattableString.Invariant($"deferral_rate: {rate:0.######}"));
        return Math.Abs(CascadeItems.Play(fitter, fitter.Fit(items, 1), items).Deferred - rate * items.Length) <= 1;
    }, iter: 200);

    [Fact]
    public void Fit_HigherDeferralRate_CostsNoLess() => Gen.Select(Drawn, Gen.Int[0, 100], Gen.Int[0, 100]).Sample(static (drawn, one, other) =>
    {
        var items = CascadeItems.Items(drawn);
        return Cost(Math.Min(one, other)) <= Cost(Math.Max(one, other));

        decimal Cost(int percent)
        {
            var fitter = CascadeItems.Fitter(FormattableString.Invariant($"deferral_rate: {percent / 100.0}"));
            return CascadeItems.Play(fitter, fitter.Fit(items, 1), items).Cost;
        }
    }, iter: 200);

    [Fact]
    public void Fit_CostShare_KeepsTheBudgetOnItsItems_AndNoThresholdWithinItIsBetter() => Gen.Select(Drawn, Gen.Int[10, 110]).Sample(static (drawn, percent) =>
    {
        // Below a share of 0.1 even the first stage alone is too expensive.
        var items = CascadeItems.Items(drawn);
        var fitter = CascadeItems.Fitter(FormattableString.Invariant($"cost_share: {percent / 100.0}"));
        var budget = 10m * items.Length * percent / 100;
        var fitted = CascadeItems.Play(fitter, fitter.Fit(items, 1), items);
        var others = drawn.Select(static one => one.Signal).Append(1e300).Select(threshold => CascadeItems.Play(fitter, At(threshold), items)).Where(one => one.Cost <= budget);
        return fitted.Cost <= budget && others.All(other => other.Accuracy <= fitted.Accuracy + 1e-9);
    }, iter: 200);

    [Fact]
    public void Deferral_EqualModels_NeverChangesAccuracy() => Gen.Select(Drawn, Gen.Double[-6, 0]).Sample(static (drawn, threshold) =>
    {
        var items = CascadeItems.Items(drawn.Select(static one => (one.Signal, one.Small, one.Small)));
        var fitter = CascadeItems.Fitter("cost_share: 1");
        return Math.Abs(CascadeItems.Play(fitter, At(threshold), items).Accuracy - items.Average(static item => item.Candidates[0].Correct ? 1.0 : 0)) < 1e-12;
    }, iter: 200);

    [Fact]
    public void Learned_DifferenceFromFeaturesThatTellIt_IsTheOracle() => Gen.Select(Gen.Bool, Gen.Bool).Array[20, 60].Sample(static drawn =>
    {
        // The token's log probability tells what asking on would change: -1 it loses, -2 nothing, -3 it gains.
        var items = CascadeItems.Items(drawn.Select(static one => ((one.Item1 ? 1 : 0) - (one.Item2 ? 1 : 0) - 2.0, one.Item1, one.Item2)));
        var gains = drawn.Count(static one => !one.Item1 && one.Item2);
        var fitter = CascadeItems.Fitter("cost_share: 2", "{ signal: learned, learn: difference }");
        return Math.Abs(CascadeItems.Play(fitter, fitter.Fit(items, 1), items).Accuracy - drawn.Average(static one => one.Item1 || one.Item2 ? 1.0 : 0)) < 1e-9 || gains == 0;
    }, iter: 50);

    [Fact]
    public void Curve_Ends_AreTheStagesAccuracies_AndTheOracleIsAboveEveryOther() => Drawn.Sample(static drawn =>
    {
        var curve = DeferralCurve.Of(drawn);
        var oracle = DeferralCurve.Of([.. drawn.Select(static one => ((one.Small ? 1.0 : 0) - (one.Large ? 1 : 0), one.Small, one.Large))]);
        return curve.Points[0] == new DeferralPoint(0, drawn.Average(static one => one.Small ? 1.0 : 0))
            && Math.Abs(curve.Points[^1].Accuracy - drawn.Average(static one => one.Large ? 1.0 : 0)) < 1e-12
            && curve.Area <= oracle.Area + 1e-12;
    }, iter: 500);

    [Fact]
    public void Curve_RandomDeferral_IsTheChordOnAverage()
    {
        var random = new Random(1);
        var items = Enumerable.Range(0, 100).Select(_ => (Small: random.NextDouble() < 0.5, Large: random.NextDouble() < 0.8)).ToArray();

        var over = Enumerable.Range(0, 2000).Average(_ => DeferralCurve.Of([.. items.Select(item => (random.NextDouble(), item.Small, item.Large))]).AreaOverRandom);

        Assert.Equal(0, over, 0.005);
    }

    [Fact]
    public void Quantile_Ends_AreTheSmallestAndTheLargest() => Tokens.Sample(static tokens =>
        TokenLogprobs.Quantile(tokens, 0) == tokens.Min() && TokenLogprobs.Quantile(tokens, 1) == tokens.Max());

    [Fact]
    public void LogprobSignals_OrderOfTheTokens_DoesNotMatter() => Tokens.SelectMany(static tokens => Gen.Shuffle(tokens.ToArray()).Select(shuffled => (tokens, shuffled))).Sample(static pair =>
        Math.Abs(TokenLogprobs.Sum(pair.tokens) - TokenLogprobs.Sum(pair.shuffled)) < 1e-9
        && Math.Abs(TokenLogprobs.Mean(pair.tokens) - TokenLogprobs.Mean(pair.shuffled)) < 1e-9
        && TokenLogprobs.Quantile(pair.tokens, 0.3) == TokenLogprobs.Quantile(pair.shuffled, 0.3));

    private static System.Text.Json.Nodes.JsonObject At(double threshold) =>
        new FittedCascade([new FittedStage(["a"], threshold, null, null), new FittedStage(["b"], double.PositiveInfinity, null, null)]).ToJson();
}
