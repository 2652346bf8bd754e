using System.Text;

namespace Gateway.Evals.Reports;

/// <summary>The report as Markdown, to be kept beside the results.</summary>
internal static class MarkdownReport
{
    public static string Write(EvaluationReport report)
    {
        var text = new StringBuilder();
        var first = report.Policies[0].Spec;
        text.Append("# ").Append(first.Suite).Append(" (version ").Append(first.SuiteVersion).Append("), split ").Append(first.Split).Append("\n\n");
        Table(text, ReportTable.Headers, ReportTable.Rows(report), texts: 1);
        foreach (var note in ReportTable.Notes(report)) text.Append("- ").Append(note).Append('\n');
        if (ReportTable.CurveRows(report) is { Count: > 0 } curves)
        {
            text.Append("\n## What the samples hold\n\n");
            Table(text, ReportTable.CurveHeaders, curves, texts: 2);
        }

        if (ReportTable.ConfidenceRows(report) is { Count: > 0 } votes)
        {
            text.Append("\n## How sure the votes are\n\n");
            Table(text, ReportTable.ConfidenceHeaders, votes, texts: 1);
        }

        text.Append("\nMade by\n\n```sh\n");
        foreach (var command in report.Policies.Select(static policy => policy.Spec.Command).Distinct()) text.Append("dotnet run -c Release --project evals/Gateway.Evals -- ").Append(command).Append('\n');
        text.Append("```\n\n");
        text.Append("at ").Append(string.Join(", ", report.Policies.Select(static policy => policy.Spec.Commit ?? "an unknown commit").Distinct())).Append(".\n");
        return text.ToString();
    }

    private static void Table(StringBuilder text, IReadOnlyList<string> headers, IReadOnlyList<IReadOnlyList<string>> rows, int texts)
    {
        var said = TextTable.Of(headers, rows);
        Line(text, said.Headers);
        Line(text, said.Headers.Select((_, i) => i < texts ? "---" : "---:"));
        foreach (var row in said.Rows) Line(text, row);
        text.Append('\n');
    }

    private static void Line(StringBuilder text, IEnumerable<string> cells) =>
        text.Append("| ").AppendJoin(" | ", cells.Select(static cell => cell.Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");
}
