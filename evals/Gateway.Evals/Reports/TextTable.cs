namespace Gateway.Evals.Reports;

/// <summary>A table of texts without the columns in which no row says anything.</summary>
internal sealed record TextTable
{
    private TextTable(IReadOnlyList<string> headers, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        Headers = headers;
        Rows = rows;
    }

    public IReadOnlyList<string> Headers { get; }

    public IReadOnlyList<IReadOnlyList<string>> Rows { get; }

    public static TextTable Of(IReadOnlyList<string> headers, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        int[] said = [.. Enumerable.Range(0, headers.Count).Where(column => rows.Any(row => row[column].Length > 0))];
        return new TextTable([.. said.Select(column => headers[column])], [.. rows.Select(row => (IReadOnlyList<string>)[.. said.Select(column => row[column])])]);
    }
}
