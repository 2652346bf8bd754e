using System.Text.Json.Nodes;
using System.Xml.Linq;
using Gateway.Evals.Reports.Html;
using Gateway.Evals.Running;

namespace Gateway.Tests.Evals.Reports.Html;

public sealed class RunViewTests
{
    [Fact]
    public void Of_VotedRun_ShowsScoresBesideTheirCandidatesAndTheReason()
    {
        var view = View(Rows.Of("1", true,
            Rows.Call("small", "sample", 0, "it is 41"),
            Rows.Call("small", "sample", 1, "The answer is 42"),
            Rows.Call("small", "judge", 1, "fine"),
            Rows.Scored("majority", ("small", 0, 1, "41"), ("small", 1, 2, "42")),
            Rows.Decided("winner", "2 of 3 votes")));

        Assert.Equal(
            ["small · sample · sample 0 · majority 1 for “41”", "small · sample · sample 1 · majority 2 for “42”delivered", "small · judge · sample 1"],
            view.Descendants("li").Where(static item => item.Element("p") is not null).Select(static item => item.Element("p")!.Value));
        Assert.Contains("winner: 2 of 3 votes", view.Descendants("li").Select(static item => item.Value));
    }

    [Fact]
    public void Of_PolicyThatWasAsked_ShowsTheRunBehindItsCall()
    {
        var view = View(Rows.Of("1", true, Rows.Call("inner", "sample", 0, "outside", inner: new JsonArray(Rows.Call("small", "answer", 0, "inside")))));

        Assert.Equal("inside", view.Descendants("ol").Single(static list => list.Ancestors("ol").Any()).Descendants("pre").Single().Value);
    }

    [Fact]
    public void Of_TextThatNoCallSaid_ShowsIt() => Assert.Equal(["a part", "The answer is 42"], View(Rows.Of("1", true, Rows.Call("small", "sample", 0, "a part"))).Descendants("pre").Select(static text => text.Value));

    [Fact]
    public void Of_MoreCallsThanShown_SaysHowMany() =>
        Assert.Contains("and 4 more calls", View(Rows.Of("1", true, [.. Enumerable.Range(0, 20).Select(static i => Rows.Call("small", "sample", i, "text"))])).Value, StringComparison.Ordinal);

    [Fact]
    public void Of_FailedRun_SaysWhy() => Assert.Contains("failed: nobody answered", View(Rows.Of("1", false) with { Text = null, Error = "nobody answered" }).Value, StringComparison.Ordinal);

    private static XElement View(SampleRow row) => RunView.Of("vote", row, PageLimits.Steps[0]);
}
