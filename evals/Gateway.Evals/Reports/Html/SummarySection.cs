using System.Xml.Linq;
using static Gateway.Evals.Reports.Html.Markup;

namespace Gateway.Evals.Reports.Html;

/// <summary>What was measured: the report's table and its notes.</summary>
internal static class SummarySection
{
    public static IEnumerable<XElement> Of(EvaluationReport report)
    {
        var table = TextTable.Of(ReportTable.Headers, ReportTable.Rows(report));
        var rows = table.Rows.Select((row, i) =>
        {
            var isBaseline = report.Policies[i].Policy == report.Baseline;
            var cells = row.Cast<object?>().ToArray();
            if (isBaseline) cells[0] = new object[] { row[0], El("span", Class("tag"), "baseline") };
            var line = PageTable.Row(cells);
            if (isBaseline) line.Add(Class("baseline"));
            return line;
        });
        yield return PageTable.Of("Accuracy with 95 % intervals, the gain over the baseline in percentage points, and what it took", table.Headers, rows);
        yield return El("ul", Class("soft"), ReportTable.Notes(report).Select(static note => El("li", note)));
    }
}
