using System.Globalization;
using System.Text;
using System.Xml.Linq;
using static Gateway.Evals.Reports.Html.Markup;

namespace Gateway.Evals.Reports.Html;

/// <summary>
/// A report as one page that needs nothing else: no script, no font, no request. Its markup is also well-formed XML, so that what a model
/// wrote is escaped by the writer and cannot be forgotten anywhere.
/// </summary>
internal static class HtmlReport
{
    // A page has to open anywhere, and to travel by mail.
    private const int MostBytes = 4_800_000;

    /// <param name="report">The policies.</param>
    /// <param name="commands">What was typed to make the results and the page.</param>
    public static string Write(EvaluationReport report, IReadOnlyList<string> commands)
    {
        (string Id, string Title, XElement[] Content)[] sections =
        [
            ("summary", "Summary", [.. SummarySection.Of(report)]),
            ("accuracy", "Accuracy over cost", [.. AccuracySection.Of(report)]),
            ("calls", "Cost and latency by role and model", [.. BreakdownSection.Of(report)]),
            ("categories", "Categories", [.. CategorySection.Of(report)]),
            ("differences", "Items where policies differ", []),
            ("source", "How this was made", [.. SourceSection.Of(report, commands)]),
        ];
        var differences = PolicyDifference.AllOf(report);
        var page = "";
        foreach (var limits in PageLimits.Steps)
        {
            var all = sections.Select(section => section.Id == "differences" ? section with { Content = [.. DifferenceSection.Of(differences, limits)] } : section);
            page = Markup.Write(Page(report, [.. all.Where(static section => section.Content.Length > 0)]));
            if (Encoding.UTF8.GetByteCount(page) <= MostBytes) break;
        }

        return page;
    }

    private static XElement Page(EvaluationReport report, IReadOnlyList<(string Id, string Title, XElement[] Content)> sections)
    {
        var title = Title(report);
        return El("html", At("lang", "en"),
            El("head",
                El("meta", At("charset", "utf-8")),
                // Nothing on the page asks for anything; with this no text that is taken for markup by some reader can either.
                El("meta", At("http-equiv", "Content-Security-Policy"), At("content", "default-src 'none'; style-src 'unsafe-inline'")),
                El("meta", At("name", "viewport"), At("content", "width=device-width, initial-scale=1")),
                El("title", title),
                El("style", PageStyle.Css)),
            El("body",
                El("header",
                    El("h1", title),
                    El("p", Class("lead"), Lead(report)),
                    El("nav", At("aria-label", "Contents"), El("ul", sections.Select(static section => El("li", El("a", At("href", $"#{section.Id}"), section.Title)))))),
                El("main", sections.Select(static section => El("section", At("id", section.Id), El("h2", section.Title), section.Content)))));
    }

    private static string Title(EvaluationReport report)
    {
        var suites = report.Policies.Select(static policy => string.Create(CultureInfo.InvariantCulture, $"{policy.Spec.Suite} {policy.Spec.SuiteVersion}, {policy.Spec.Split} split")).Distinct();
        return report.Policies.Count == 0 ? "Evaluation of no policies" : string.Join("; ", suites);
    }

    private static string Lead(EvaluationReport report)
    {
        var (least, most) = (report.Policies.Select(static policy => policy.Items).DefaultIfEmpty().Min(), report.Policies.Select(static policy => policy.Items).DefaultIfEmpty().Max());
        var items = least == most ? $"n = {most}" : $"n = {least} to {most}";
        var commits = report.Policies.Select(static policy => policy.Spec.Commit).OfType<string>().Distinct().ToArray();
        var source = commits.Length == 0 ? "" : $"; commit {string.Join(", ", commits)}";
        return string.Create(CultureInfo.InvariantCulture, $"{items}; {report.Policies.Count} {(report.Policies.Count == 1 ? "policy" : "policies")}{source}");
    }
}
