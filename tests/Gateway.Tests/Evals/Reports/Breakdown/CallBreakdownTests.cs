using System.Text.Json.Nodes;
using Gateway.Evals.Reports.Breakdown;

namespace Gateway.Tests.Evals.Reports.Breakdown;

public sealed class CallBreakdownTests
{
    [Fact]
    public void Of_SeveralRolesAndModels_SumsEachOverAllItems()
    {
        var policy = Rows.Policy("judged",
            Rows.Of("1", true, Rows.Call("small", "sample", 0, "a"), Rows.Call("small", "sample", 1, "b"), Rows.Call("big", "judge", 0, "A", cost: 0.01m)),
            Rows.Of("2", true, Rows.Call("small", "sample", 0, "a")));

        var rows = CallBreakdown.Of(policy);

        Assert.Equal([("judge", "big"), ("sample", "small")], rows.Select(static row => (row.Role, row.Model)));
        Assert.Equal(new Spend(3, 60, 15, 31, 0.003m), rows[1].Spend);
        Assert.Equal(1.5, rows[1].CallsPerItem);
        Assert.Equal(0.5, rows[0].CallsPerItem);
    }

    [Fact]
    public void Of_AnyRows_AddsUpToTheirSpends()
    {
        var policy = Rows.Policy("cascade", Rows.Of("1", true, Nested(), Rows.Call("big", "sample", 1, "b")), Rows.Of("2", false, Nested()));

        Assert.Equal(policy.Spend, CallBreakdown.Of(policy).Aggregate(default(Spend), static (sum, row) => sum + row.Spend));
    }

    [Fact]
    public void Of_PolicyThatWasAsked_CountsTheCallsBehindItOnce()
    {
        var rows = CallBreakdown.Of(Rows.Policy("cascade", Rows.Of("1", true, Nested())));

        Assert.Equal(("sample › answer", "small", 1), Assert.Single(rows.Select(static row => (row.Role, row.Model, row.Spend.Calls))));
    }

    [Fact]
    public void Of_PolicyWhoseRunIsNotThere_CountsItsCall()
    {
        var rows = CallBreakdown.Of(Rows.Policy("cascade", Rows.Of("1", true, Rows.Call("inner", "sample", 0, "a", inner: []))));

        Assert.Equal(("sample", "inner"), Assert.Single(rows.Select(static row => (row.Role, row.Model))));
    }

    [Fact]
    public void Of_TimedRows_GivesMeanAndTail()
    {
        var policy = Rows.Policy("direct",
            Rows.Of("1", true, Rows.Call("small", "answer", 0, "a", elapsedMs: 100)) with { ElapsedMs = 101 },
            Rows.Of("2", true, Rows.Call("small", "answer", 0, "a", elapsedMs: 300)) with { ElapsedMs = 301 });

        var row = Assert.Single(CallBreakdown.Of(policy));

        Assert.Equal(200, row.MeanMs);
        Assert.Equal(290, row.P95Ms);
    }

    [Fact]
    public void Of_ReplayedRows_GivesNoTimes()
    {
        var row = Assert.Single(CallBreakdown.Of(Rows.Policy("direct", Rows.Of("1", true, Rows.Call("small", "answer", 0, "a")))));

        Assert.Null(row.MeanMs);
        Assert.Null(row.P95Ms);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""[{"type":"of_tomorrow"},7]""")]
    public void Of_RowsWithoutCalls_IsEmpty(string events) =>
        Assert.Empty(CallBreakdown.Of(Rows.Policy("direct", Rows.Of("1", true) with { Events = events })));

    [Fact]
    public void Of_CallWithoutFigures_CountsAsNothing()
    {
        var row = Assert.Single(CallBreakdown.Of(Rows.Policy("direct", Rows.Of("1", true) with { Events = """[{"type":"call_ended","model":"small","text":"\ud800"}]""" })));

        Assert.Equal(default, row.Spend);
    }

    private static JsonObject Nested() => Rows.Call("inner", "sample", 0, "a", inner: new JsonArray(Rows.Call("small", "answer", 0, "a"), Rows.Decided("winner", "the only one")));
}
