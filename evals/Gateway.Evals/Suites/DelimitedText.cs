using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using CsvHelper;
using CsvHelper.Configuration;

namespace Gateway.Evals.Suites;

/// <summary>Tables as text: cells between commas or tabs.</summary>
internal static class DelimitedText
{
    /// <inheritdoc cref="RowFiles.ReadAsync"/>
    public static async IAsyncEnumerable<(int Number, JsonObject Row)> ReadAsync(
        StreamReader reader, string file, string separator, IReadOnlyList<string>? columns, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var table = new CsvParser(reader, new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = separator, BadDataFound = null });
        while (await table.ReadAsync().WaitAsync(cancellationToken))
        {
            var cells = table.Record!;
            if (columns is null)
            {
                columns = [.. cells];
                continue;
            }

            if (cells.Length != columns.Count)
                throw new SuiteProblemException($"{file}:{table.RawRow}: {cells.Length} cells where there are {columns.Count} columns ({string.Join(", ", columns)})");
            var row = new JsonObject();
            for (var i = 0; i < cells.Length; i++) row[columns[i]] = cells[i];
            yield return (table.RawRow, row);
        }
    }
}
