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
        var said = TextTable.Of(headers, rows);
        var width = Enumerable.Range(0, said.Headers.Count).Sum(column => 3 + Math.Max(said.Headers[column].Length, said.Rows.Max(row => row[column].Length))) + 1;
        var table = new Table().Border(console.Profile.Out.IsTerminal ? TableBorder.Rounded : TableBorder.Ascii2);

        // A narrow terminal gets the table on its side, rather than cut off.
        if (width > console.Profile.Width)
        {
            table.AddColumn("").HideHeaders();
            foreach (var _ in said.Rows) table.AddColumn(new TableColumn("").RightAligned());
            for (var column = 0; column < said.Headers.Count; column++) table.AddRow([new Text(said.Headers[column]), .. said.Rows.Select(row => new Text(row[column]))]);
        }
        else
        {
            foreach (var header in said.Headers) table.AddColumn(new TableColumn(Markup.Escape(header)) { NoWrap = true });
            foreach (var column in table.Columns.Skip(texts)) column.RightAligned();
            foreach (var row in said.Rows) table.AddRow([.. row.Select(static cell => new Text(cell))]);
        }

        console.Write(table);
    }
}
