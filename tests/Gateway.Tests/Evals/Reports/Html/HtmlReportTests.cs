using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Gateway.Evals.Reports;
using Gateway.Evals.Reports.Html;
using Gateway.Evals.Running;

namespace Gateway.Tests.Evals.Reports.Html;

public sealed partial class HtmlReportTests
{
    private const string Hostile = "</script><script>alert(1)</script>]]><!--&amp;\"'";
    private static readonly string Illegal = $"\0\u0001\u001b\u007f\u0085\ufffe{(char)0xD800}x{(char)0xDC00}";

    [Fact]
    public void Write_Report_HoldsTableNotesCommandsAndCommit()
    {
        var report = Rows.Report(true, Rows.Policy("base", Answered("1", true), Answered("2", false)), Rows.Policy("vote", Answered("1", true), Answered("2", true)));

        var page = Parse(HtmlReport.Write(report, ["gateway-evals run sums"]));

        Assert.Equal("sums 2, test split", page.Descendants("h1").Single().Value);
        var table = page.Descendants("table").First();
        var said = TextTable.Of(ReportTable.Headers, ReportTable.Rows(report));
        Assert.Equal(said.Headers, table.Descendants("th").Where(static cell => (string?)cell.Attribute("scope") == "col").Select(static cell => cell.Value));
        Assert.Equal(said.Rows[1], table.Descendants("tr").Last().Elements().Select(static cell => cell.Value));
        Assert.Equal("basebaseline", table.Descendants("tr").Single(static row => (string?)row.Attribute("class") == "baseline").Element("th")!.Value);
        Assert.All(ReportTable.Notes(report), note => Assert.Contains(page.Descendants("li"), item => item.Value == note));
        Assert.Contains(page.Descendants("pre"), static text => text.Value == "gateway-evals run sums");
        Assert.Contains("commit 0123abc", page.Descendants("header").Single().Value, StringComparison.Ordinal);
        Assert.Contains("policies that no other beats in cost or accuracy without being worse in the other: base, vote.", page.Descendants("figcaption").First().Value, StringComparison.Ordinal);
        Assert.Equal(page.Descendants("table").Count(), page.Descendants("caption").Count());
    }

    [Fact]
    public void Write_Page_NeedsNothingElse()
    {
        var page = HtmlReport.Write(Rows.Report(false, Rows.Policy("a", Answered("1", true)), Rows.Policy("b", Answered("1", false))), []);

        Assert.DoesNotMatch(@"<script|<link|<img|<iframe|\ssrc=|@import|url\((?!#)|href=""(?!#)", page);
    }

    [Fact]
    public void Write_EmptyElements_AreClosedAsHtmlWantsIt()
    {
        var page = HtmlReport.Write(Rows.Report(false, Rows.Policy("a", Answered("1", true) with { Gold = "" }), Rows.Policy("b", Answered("1", false) with { Answer = "" })), []);

        Assert.DoesNotMatch(SelfClosed(), page[..page.IndexOf("<svg", StringComparison.Ordinal)]);
        Assert.DoesNotMatch(SelfClosed(), page[page.IndexOf("</svg>", StringComparison.Ordinal)..]);
    }

    [Fact]
    public void Write_HostileTexts_AreShownAndNothingElse()
    {
        var text = Hostile + Illegal;
        SampleRow Row(bool correct) => Rows.Of(text, correct, Rows.Call(text, text, 0, text), Rows.Scored(text, (text, 0, 1, text)), Rows.Decided(text, text)) with
        {
            Category = text,
            Gold = text,
            Answer = text,
            Text = text,
            Model = text,
            Error = text,
        };

        var written = HtmlReport.Write(Rows.Report(false, Rows.Policy(text, Row(true)), Rows.Policy("b", Row(false) with { Events = """[{"type":"call_ended","model":"\ud800","text":"<b>\udc00"}]""" })), [text]);
        var page = Parse(written);

        Assert.DoesNotContain("<script", written, StringComparison.Ordinal);
        Assert.DoesNotContain(page.Descendants("b"), static bold => bold.Parent!.Name != "li");
        Assert.Contains(page.Descendants("pre"), shown => shown.Value == $"{Hostile}␀␁␛␡\ufffd\ufffd\ufffdx\ufffd");
        Assert.Equal(written, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(written)));
    }

    [Fact]
    public void Write_NoCategories_LeavesTheirTableOut() => Assert.Null(Section(Rows.Report(false, Rows.Policy("a", Answered("1", true))), "categories"));

    [Fact]
    public void Write_Categories_GivesAccuracyAndIntervalOfEach()
    {
        var report = Rows.Report(false, Rows.Policy("a", Answered("1", true) with { Category = "algebra" }, Answered("2", false) with { Category = "algebra" }, Answered("3", true)));

        var rows = Section(report, "categories")!.Descendants("tbody").Single().Elements("tr").Select(static row => string.Join('|', row.Elements().Select(static cell => cell.Value)));

        Assert.Equal(["(none)|100.0 %n = 120.7 to 100.0", "algebra|50.0 %n = 29.5 to 90.5"], rows);
    }

    [Fact]
    public void Write_Differences_ShowsBothAnswersAndRuns()
    {
        var report = Rows.Report(true, Rows.Policy("base", Answered("i1", false)), Rows.Policy("vote", Answered("i1", true)));

        var item = Section(report, "differences")!.Descendants("details").Single(static one => (string?)one.Attribute("class") == "item");

        Assert.Equal("i1 · gold 42 · vote 42 · base 41", item.Element("summary")!.Value);
        Assert.Equal(["vote is right, text by small", "base is wrong, text by small"], item.Element("div")!.Elements("div").Select(static run => run.Element("p")!.Value));
    }

    [Fact]
    public void Write_MoreDifferencesThanShown_TakesThemFromAllItems()
    {
        PolicySummary Policy(string name, bool correct) => Rows.Policy(name, [.. Enumerable.Range(0, 90).Select(i => Answered($"{i:00}", correct))]);

        var ids = Section(Rows.Report(true, Policy("base", false), Policy("vote", true)), "differences")!.Descendants("summary").Select(static item => item.Element("strong")?.Value).OfType<string>();

        Assert.Equal(Enumerable.Range(0, 30).Select(static i => $"{3 * i:00}"), ids);
    }

    [Fact]
    public void Write_MoreTextThanAPageHolds_ShortensIt()
    {
        var text = new string('&', 4_000);
        PolicySummary Policy(string name, bool correct) => Rows.Policy(name, [.. Enumerable.Range(0, 40).Select(i => Rows.Of($"{i}", correct, [.. Enumerable.Range(0, 12).Select(k => Rows.Call("small", "sample", k, text))]))]);

        var page = HtmlReport.Write(Rows.Report(true, Policy("base", false), Policy("a", true), Policy("b", true)), []);

        Assert.InRange(Encoding.UTF8.GetByteCount(page), 1_000_000, 5 * 1024 * 1024);
    }

    [Fact]
    public void Write_LittleOrNothing_IsAPage()
    {
        Parse(HtmlReport.Write(new EvaluationReport([], null, "there is nothing"), []));
        Parse(HtmlReport.Write(Rows.Report(false, Rows.Policy("a")), []));
        Parse(HtmlReport.Write(Rows.Report(true, Rows.Policy("a", Rows.Of("1", true))), []));
        Parse(HtmlReport.Write(Rows.Report(true, Rows.Policy("a", Rows.Of("1", true)), Rows.Policy("b", Rows.Of("2", true))), []));
        Parse(HtmlReport.Write(Rows.Report(true, Rows.Policy("a", Answered("1", true, cost: 0)), Rows.Policy("b", Answered("1", true, cost: 0.1m))), []));
    }

    private static SampleRow Answered(string id, bool correct, decimal? cost = null) =>
        Rows.Of(id, correct, Rows.Call("small", "answer", 0, correct ? "The answer is 42" : "The answer is 41", cost ?? (correct ? 0.002m : 0.001m)));

    private static XElement? Section(EvaluationReport report, string id) =>
        Parse(HtmlReport.Write(report, [])).Descendants("section").SingleOrDefault(section => (string?)section.Attribute("id") == id);

    // The document type of HTML is not one that XML can read.
    private static XElement Parse(string page) => XElement.Parse(page["<!DOCTYPE html>".Length..], LoadOptions.PreserveWhitespace);

    [GeneratedRegex(@"<(?!meta)\w+[^>]*/>")]
    private static partial Regex SelfClosed();
}
