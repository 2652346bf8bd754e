using Gateway.Evals.Reports.Html;
using Gateway.Evals.Running;

namespace Gateway.Tests.Evals.Reports.Html;

public sealed class PolicyDifferenceTests
{
    private static readonly SampleRow[] First = [Rows.Of("1", true), Rows.Of("2", true), Rows.Of("3", false), Rows.Of("4", false), Rows.Of("5", true)];
    private static readonly SampleRow[] Second = [Rows.Of("1", true), Rows.Of("2", false), Rows.Of("3", true), Rows.Of("4", false), Rows.Of("6", true)];

    [Fact]
    public void AllOf_TwoPolicies_SortsTheItemsThatBothHave()
    {
        var difference = Assert.Single(PolicyDifference.AllOf(Rows.Report(true, Rows.Policy("base", First), Rows.Policy("vote", Second))));

        Assert.Equal(("vote", "base"), (difference.One.Policy, difference.Other.Policy));
        Assert.Equal((1, 1, 4), (difference.Both, difference.Neither, difference.Items));
        Assert.Equal(["3"], difference.OnlyOne.Select(static pair => pair.One.Id));
        Assert.Equal(["2"], difference.OnlyOther.Select(static pair => pair.Other.Id));
    }

    [Fact]
    public void AllOf_NoBaseline_ComparesWithTheFirst() => Assert.Equal(
        [("b", "a"), ("c", "a")],
        PolicyDifference.AllOf(Rows.Report(false, Rows.Policy("a", First), Rows.Policy("b", Second), Rows.Policy("c", Second))).Select(static one => (one.One.Policy, one.Other.Policy)));

    [Fact]
    public void AllOf_OnePolicy_IsEmpty() => Assert.Empty(PolicyDifference.AllOf(Rows.Report(true, Rows.Policy("a", First))));
}
