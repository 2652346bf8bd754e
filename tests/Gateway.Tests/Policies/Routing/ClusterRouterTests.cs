using CsCheck;
using Gateway.Policies;

namespace Gateway.Tests.Policies.Routing;

/// <summary>The properties that the ranking of the Avengers has, over random profiles.</summary>
public sealed class ClusterRouterTests
{
    private const int Dimensions = 4;

    private static readonly Gen<double[]> Vector = Gen.Double[-1, 1].Array[Dimensions].Where(static vector => Vectors.TryNormalize([.. vector])).Select(static vector =>
    {
        Vectors.TryNormalize(vector);
        return vector;
    });

    private static readonly Gen<ModelTally> Tally = Gen.Select(Gen.Int[0, 20], Gen.Double[0, 1], Gen.Int[0, 50], static (count, share, cost) => new ModelTally(count, (int)(count * share), cost / 1000.0));

    private static readonly Gen<RoutingProfile> Profile =
        from models in Gen.Int[1, 5]
        from groups in Gen.Select(Vector, Tally.Array[models], static (centre, tallies) => new TaskGroup(centre, 5, tallies)).Array[1, 6]
        select new RoutingProfile("e", Dimensions, null, 8, [.. Enumerable.Range(0, models).Select(static i => $"m{i}")], groups);

    [Fact]
    public void RouteOf_AnyTask_WeighsGroupsByPartsOfOne() => Gen.Select(Profile, Vector, Gen.Double[0, 1000], Gen.Int[1, 8]).Sample(static (profile, task, beta, top) =>
    {
        var near = Router(profile, options => options with { Beta = beta, TopClusters = top }).RouteOf(task).Near;

        Assert.Equal(Math.Min(top, profile.Groups.Count), near.Count);
        Assert.Equal(1, near.Sum(static group => group.Weight), 12);
        Assert.Equal(near.OrderBy(static group => group.Distance), near);
    });

    [Fact]
    public void RouteOf_OneGroup_TakesTheBestModelOfAll() => Gen.Select(Tally.Array[1, 5], Vector, Vector, Gen.Double[0, 100]).Sample(static (tallies, centre, task, shrinkage) =>
    {
        var profile = new RoutingProfile("e", Dimensions, null, 1, [.. tallies.Select(static (_, i) => $"m{i}")], [new TaskGroup(centre, 5, tallies)]);
        var router = Router(profile, options => options with { Shrinkage = shrinkage });

        Assert.Equal(router.RouteOf(null).Ranking[0].Model, router.RouteOf(task).Ranking[0].Model);
    });

    [Fact]
    public void RouteOf_GroupOfOneTaskWithoutShrinkage_TakesThatTasksBestModel() => Gen.Select(Vector.Array[1, 8], Gen.Int[0, 1].Array[3].Array[8]).Sample(static (tasks, right) =>
    {
        // Two tasks in one place cannot be told apart.
        if (tasks.SelectMany((one, i) => tasks.Skip(i + 1).Select(other => Vectors.Dot(one, other))).Any(static product => product > 1 - 1e-9)) return;
        var groups = tasks.Select((task, i) => new TaskGroup(task, 1, [.. right[i].Select(static one => new ModelTally(1, one, 0.001))])).ToArray();
        var router = Router(new RoutingProfile("e", Dimensions, null, 8, ["m0", "m1", "m2"], groups), static options => options with { Shrinkage = 0 });

        for (var i = 0; i < tasks.Length; i++)
        {
            var route = router.RouteOf(tasks[i]);
            Assert.Equal(right[i].Max(), route.Ranking[0].Accuracy);
            Assert.Equal($"m{Array.IndexOf(right[i], right[i].Max())}", route.Ranking[0].Model);
        }
    });

    [Fact]
    public void RouteOf_AlphaOne_RanksByAccuracyAndAlphaZeroByCost() => Gen.Select(Profile, Vector, Gen.Int[1, 8]).Sample(static (profile, task, top) =>
    {
        var byAccuracy = Router(profile, options => options with { Alpha = 1, TopClusters = top }).RouteOf(task).Ranking;
        var byCost = Router(profile, options => options with { Alpha = 0, TopClusters = top }).RouteOf(task).Ranking;

        Assert.Equal(byAccuracy.OrderByDescending(static model => model.Accuracy).Select(static model => model.Accuracy), byAccuracy.Select(static model => model.Accuracy));
        Assert.Equal(byCost.OrderBy(static model => model.Cost).Select(static model => model.Cost), byCost.Select(static model => model.Cost));
    });

    [Fact]
    public void RouteOf_LargeBeta_IsTheNearestGroupAlone() => Gen.Select(Profile, Vector).Sample(static (profile, task) =>
    {
        var alone = Router(profile, static options => options with { TopClusters = 1 }).RouteOf(task);
        var all = Router(profile, static options => options with { TopClusters = 8, Beta = 1e12 }).RouteOf(task);
        if (all.Near.Count > 1 && all.Near[1].Distance - all.Near[0].Distance < 1e-9) return;

        Assert.Equal(alone.Ranking, all.Ranking);
    });

    [Fact]
    public void RouteOf_BetaZero_WeighsTheNearestGroupsAlike() => Gen.Select(Profile, Vector, Gen.Int[1, 8]).Sample(static (profile, task, top) =>
        Assert.Single(Router(profile, options => options with { TopClusters = top, Beta = 0 }).RouteOf(task).Near.Select(static group => group.Weight).Distinct()));

    /// <summary>At alpha 1 only: below, a new model moves the least accuracy and the largest cost that others are measured by.</summary>
    [Fact]
    public void RouteOf_WorseModelAddedAtAlphaOne_TakesTheSameModel() => Gen.Select(Profile, Vector, Gen.Int[0, 4], Gen.Int[1, 8]).Sample(static (profile, task, better, top) =>
    {
        better %= profile.Models.Count;
        if (profile.Groups.Any(group => group.Tallies[better].Correct == 0)) return;
        var worse = profile with
        {
            Models = [.. profile.Models, "worse"],
            Groups = [.. profile.Groups.Select(group => group with { Tallies = [.. group.Tallies, group.Tallies[better] with { Correct = group.Tallies[better].Correct - 1 }] })],
        };

        Assert.Equal(Router(profile, Set).RouteOf(task).Ranking[0].Model, Router(worse, Set).RouteOf(task).Ranking[0].Model);

        AvengersOptions Set(AvengersOptions options) => options with { TopClusters = top };
    });

    [Fact]
    public void RouteOf_TrainingTasksWithoutShrinkage_AreNotWorseThanTheBestModelAlone() => Profile.Sample(static profile =>
    {
        // Each task answered once by every model, so that a group's counts are its tasks.
        profile = profile with { Groups = [.. profile.Groups.Select(static group => group with { Tallies = [.. group.Tallies.Select(static tally => new ModelTally(20, tally.Correct, tally.MeanCost))] })] };
        var router = Router(profile, static options => options with { Shrinkage = 0 });

        var routed = Enumerable.Range(0, profile.Groups.Count).Average(group => router.RouteOf(group).Ranking[0].Accuracy);
        Assert.True(routed >= router.RouteOf(null).Ranking[0].Accuracy - 1e-12);
    });

    [Fact]
    public void RouteOf_ModelWithoutAnAnswerInTheGroup_BorrowsFromItsAnswersElsewhere()
    {
        var profile = new RoutingProfile("e", 1, null, 2, ["m0", "m1"],
        [
            new TaskGroup([1], 4, [new ModelTally(4, 2, 0.002), default]),
            new TaskGroup([-1], 4, [new ModelTally(4, 4, 0.002), new ModelTally(10, 8, 0.004)]),
        ]);

        foreach (var shrinkage in new[] { 0.0, 5.0 })
        {
            var other = Router(profile, options => options with { Shrinkage = shrinkage }).RouteOf([1.0]).Ranking.Single(static model => model.Model == "m1");
            Assert.Equal((0.8, 0.004), (other.Accuracy, other.Cost), (one, two) => Math.Abs(one.Item1 - two.Item1) < 1e-12 && Math.Abs(one.Item2 - two.Item2) < 1e-12);
        }
    }

    [Fact]
    public void RouteOf_Shrinkage_IsTheFormula()
    {
        var profile = new RoutingProfile("e", 1, null, 2, ["m0"], [new TaskGroup([1], 2, [new ModelTally(2, 2, 0.001)]), new TaskGroup([-1], 8, [new ModelTally(8, 3, 0.001)])]);

        // Everywhere 5 of 10 are right.
        Assert.Equal((2 + 5 * 0.5) / (2 + 5), Router(profile, static options => options).RouteOf([1.0]).Ranking[0].Accuracy, 12);
    }

    /// <summary>One cluster, and the trade-off by hand.</summary>
    [Theory]
    [InlineData(1, "dear")]
    [InlineData(0.9, "dear")]
    [InlineData(0.4, "fair")]
    [InlineData(0, "cheap")]
    public void RouteOf_Alpha_TradesAccuracyForCost(double alpha, string best)
    {
        var profile = new RoutingProfile("e", 1, null, 1, ["dear", "fair", "cheap"], [new TaskGroup([1], 10, [new ModelTally(10, 9, 1), new ModelTally(10, 7, 0.3), new ModelTally(10, 1, 0.1)])]);

        // a: 1, 0.75, 0; 1 - c: 0, 0.7, 0.9.
        var ranking = Router(profile, options => options with { Alpha = alpha, Shrinkage = 0 }).RouteOf([1.0]).Ranking;

        Assert.Equal(best, ranking[0].Model);
        Assert.Equal(alpha * 0.75 + (1 - alpha) * 0.7, ranking.Single(static model => model.Model == "fair").Score, 12);
    }

    [Fact]
    public void RouteOf_EqualModels_AreTakenInThePolicysOrder()
    {
        var profile = new RoutingProfile("e", 1, null, 1, ["m0", "m1", "m2"], [new TaskGroup([1], 10, [new ModelTally(10, 5, 0), new ModelTally(10, 5, 0), new ModelTally(10, 5, 0)])]);

        Assert.Equal(["m2", "m0", "m1"], new ClusterRouter(profile, Learned.Options("m2", "m0", "m1")).RouteOf([1.0]).Ranking.Select(static model => model.Model));
    }

    private static ClusterRouter Router(RoutingProfile profile, Func<AvengersOptions, AvengersOptions> set) => new(profile, set(Learned.Options([.. profile.Models])));
}
