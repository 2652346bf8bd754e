using Spectre.Console;

namespace Gateway.Evals.Reports;

/// <summary>The report's table on a terminal.</summary>
internal static class TerminalReport
{
    public static void Write(IAnsiConsole console, EvaluationReport report)
    {
        WriteTable(console, ReportTable.Headers, ReportTable.Rows(report), texts: 1);
        foreach (var note in ReportTable.Notes(report)) console.Profile.Out.Writer.WriteLine(note);
        if (ReportTable.CurveRows(report) is { Count: > 0 } curves) WriteTable(console, ReportTable.CurveHeaders, curves, texts: 2);
        if (ReportTable.ConfidenceRows(report) is { Count: > 0 } votes) WriteTable(console, ReportTable.ConfidenceHeaders, votes, texts: 1);
    }

    private static void WriteTable(IAnsiConsole console, IReadOnlyList<string> headers, IReadOnlyList<IReadOnlyList<string>> rows, int texts)
    {
        int[] said = [.. Enumerable.Range(0, headers.Count).Where(column => rows.Any(row => row[column].Length > 0))];
        var width = said.Sum(column => 3 + Math.Max(headers[column].Length, rows.Max(row => row[column].Length))) + 1;
        var table = new Table().Border(console.Profile.Out.IsTerminal ? TableBorder.Rounded : TableBorder.Ascii2);

        // A narrow terminal gets the table on its side, rather than cut off.
        if (width > console.Profile.Width)
        {
            table.AddColumn("").HideHeaders();
            foreach (var _ in rows) table.AddColumn(new TableColumn("").RightAligned());
            foreach (var column in said) table.AddRow([new Text(headers[column]), .. rows.Select(row => new Text(row[column]))]);
        }
        else
        {
            foreach (var column in said)
            {
                table.AddColumn(new TableColumn(Markup.Escape(headers[column])) { NoWrap = true });
                if (column >= texts) table.Columns[^1].RightAligned();
            }

            foreach (var row in rows) table.AddRow([.. said.Select(column => new Text(row[column]))]);
        }

        console.Write(table);
    }
}
