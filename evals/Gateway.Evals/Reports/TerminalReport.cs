using Spectre.Console;

namespace Gateway.Evals.Reports;

/// <summary>The report's table on a terminal.</summary>
internal static class TerminalReport
{
    public static void Write(IAnsiConsole console, EvaluationReport report)
    {
        var table = new Table().Border(console.Profile.Out.IsTerminal ? TableBorder.Rounded : TableBorder.Ascii2);
        foreach (var header in ReportTable.Headers) table.AddColumn(new TableColumn(Markup.Escape(header)) { NoWrap = true });
        for (var i = 1; i < ReportTable.Headers.Count; i++) table.Columns[i].RightAligned();
        foreach (var row in ReportTable.Rows(report)) table.AddRow([.. row.Select(static cell => new Text(cell))]);
        console.Write(table);
        foreach (var note in ReportTable.Notes(report)) console.Profile.Out.Writer.WriteLine(note);
    }
}
