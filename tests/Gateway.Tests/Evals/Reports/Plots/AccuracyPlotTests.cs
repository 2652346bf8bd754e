using System.Xml.Linq;
using Gateway.Evals.Reports;
using Gateway.Evals.Reports.Plots;

namespace Gateway.Tests.Evals.Reports.Plots;

public sealed class AccuracyPlotTests
{
    private static readonly PolicySummary Cheap = Rows.Policy("cheap", Rows.Of("1", false, Rows.Call("small", "answer", 0, "x")), Rows.Of("2", true, Rows.Call("small", "answer", 0, "x")));
    private static readonly PolicySummary Dear = Rows.Policy("dear", Rows.Of("1", true, Rows.Call("big", "answer", 0, "x", cost: 1)), Rows.Of("2", true, Rows.Call("big", "answer", 0, "x", cost: 1)));
    private static readonly PolicySummary Wasted = Rows.Policy("wasted", Rows.Of("1", false, Rows.Call("big", "answer", 0, "x", cost: 2)), Rows.Of("2", true, Rows.Call("big", "answer", 0, "x", cost: 2)));

    [Fact]
    public void Front_DominatedPolicy_IsNotOnIt()
    {
        PolicySummary[] policies = [Wasted, Dear, Cheap];

        Assert.Equal(["cheap", "dear"], AccuracyPlot.Front(policies, CostMeasure.For(policies)).Select(static point => point.Policy));
    }

    [Fact]
    public void Draw_Policies_NamesThemAndSaysThatTheAxisIsLogarithmic()
    {
        PolicySummary[] policies = [Wasted, Dear, Cheap];

        var texts = AccuracyPlot.Draw(policies, CostMeasure.For(policies), "plot").Descendants().Where(static element => element.Name.LocalName == "text").Select(static text => text.Value.Trim()).ToArray();

        Assert.All(["wasted", "dear", "cheap", "cost per item, $, logarithmic"], name => Assert.Contains(name, texts));
    }

    [Fact]
    public void Draw_HostileName_IsLegal()
    {
        var policy = Cheap with { Policy = $"</svg>&\0{(char)0xD800}{new string('x', 400)}" };

        var drawn = AccuracyPlot.Draw([policy], CostMeasure.For([policy]), "plot").ToString();

        Assert.Equal("svg", XElement.Parse(drawn).Name.LocalName);
        Assert.Contains("&lt;/svg&gt;&amp;", drawn, StringComparison.Ordinal);
    }

    [Fact]
    public void Draw_SamePoliciesAgain_IsTheSameDrawing() => Assert.Equal(Drawn("a").ToString(), Drawn("a").ToString());

    [Fact]
    public void Draw_UnderTwoNames_SharesNoIds()
    {
        var ids = Drawn("a").Descendants().Concat(Drawn("b").Descendants()).Attributes("id").Select(static id => id.Value).ToArray();

        Assert.NotEmpty(ids);
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [Fact]
    public void For_NoCosts_TakesTokensAndSaysSo()
    {
        var free = Rows.Policy("free", Rows.Of("1", true, Rows.Call("small", "answer", 0, "x", cost: 0)));

        var measure = CostMeasure.For([free]);

        Assert.StartsWith("generated tokens per item", measure.Name, StringComparison.Ordinal);
        Assert.Equal(10, measure.Of(free));
    }

    [Fact]
    public void For_NoTokensEither_TakesCalls() => Assert.StartsWith("calls per item", CostMeasure.For([Rows.Policy("free", Rows.Of("1", true))]).Name, StringComparison.Ordinal);

    private static XElement Drawn(string name) => AccuracyPlot.Draw([Cheap, Dear], CostMeasure.For([Cheap, Dear]), name);
}
