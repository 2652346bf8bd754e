using Gateway.Evals.Reports;
using Gateway.Evals.Running;
using Gateway.Tests.Evals.Cli;

namespace Gateway.Tests.Evals.Reports;

public sealed class SampleCurveTests
{
    [Fact]
    public void Of_FourSamplesOfTwoItems_AreTheValuesByHand()
    {
        // First item: a, a right, b, c wrong. One of two drawn: 1 - C(2,2)/C(4,2) = 5/6. Their vote: aa gives 1, the four pairs of a and
        // another 1/2, bc 0: 3/6. All four: a has most. Second item: nothing is right.
        var curve = Assert.Single(Curves(Row("q0", "m", "a+", "a+", "b", "c"), Row("q1", "m", "x", "x", null, "y")));

        Assert.Equal(("p", "m", 2), (curve.Policy, curve.Model, curve.Items));
        Assert.Equal([1, 2, 4], curve.Points.Select(static point => point.Samples));
        Assert.Equal([0.25, 5.0 / 12, 0.5], curve.Points.Select(static point => point.AnyRight), static (expected, actual) => Math.Abs(expected - actual) < 1e-12);
        Assert.Equal([0.25, 0.25, 0.5], curve.Points.Select(static point => point.Vote!.Value), static (expected, actual) => Math.Abs(expected - actual) < 1e-12);
    }

    [Fact]
    public void Of_ThreeSamples_EndsWithThemAll() => Assert.Equal([1, 2, 3], Assert.Single(Curves(Row("q0", "m", "a", "b", "c"))).Points.Select(static point => point.Samples));

    [Fact]
    public void Of_TwoModels_IsACurveEachByName() =>
        Assert.Equal(["a", "b"], Curves(Row("q0", "b", "x", "y") with { Candidates = [.. Row("q0", "b", "x", "y").Candidates, .. Row("q0", "a", "x", "y").Candidates] }).Select(static curve => curve.Model));

    [Fact]
    public void Of_OneSampleEach_IsNoCurve() => Assert.Empty(Curves(Row("q0", "m", "a"), Row("q1", "m", "a")));

    [Fact]
    public void Of_OneItemLacksASample_IsNoCurve() => Assert.Empty(Curves(Row("q0", "m", "a", "a", "a"), Row("q1", "m", "a", "a")));

    [Fact]
    public void Of_OneItemLacksTheModel_IsNoCurve() => Assert.Empty(Curves(Row("q0", "m", "a", "a"), Row("q1", "m")));

    [Fact]
    public void Of_AFailedItem_IsLeftOut() =>
        Assert.Equal(1, Assert.Single(Curves(Row("q0", "m", "a", "a"), Row("q1", "m") with { Error = "timeout" })).Items);

    [Fact]
    public void Of_NoItems_IsNoCurve() => Assert.Empty(Curves());

    [Fact]
    public void Of_MoreSamplesThanVotesCanBeCounted_HasPassAtKAlone()
    {
        var points = Assert.Single(Curves(Row("q0", "m", [.. Enumerable.Repeat("a+", 1001)]))).Points;

        Assert.Equal(1001, points[^1].Samples);
        Assert.All(points, static point => Assert.Equal((1, null), (point.AnyRight, point.Vote)));
    }

    // An answer with a plus behind it is right.
    private static SampleRow Row(string id, string model, params string?[] answers) =>
        Results.Row(id, correct: true) with { Candidates = [.. answers.Select((answer, i) => new GradedCandidate(model, i, answer?.TrimEnd('+'), answer?.EndsWith('+') ?? false))] };

    private static SampleCurve[] Curves(params SampleRow[] rows) => [.. SampleCurve.Of(new PolicySummary { Policy = "p", Spec = Results.Spec("p"), Rows = rows })];
}
