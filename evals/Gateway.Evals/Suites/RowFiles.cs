using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.Evals.Suites;

/// <summary>Reads the rows of a data set's files as JSON objects: JSON lines, JSON, CSV and TSV, plain or gzipped, Parquet, and folders of them.</summary>
internal static class RowFiles
{
    private static readonly string[] Extensions = [".jsonl", ".json", ".csv", ".tsv", ".parquet"];

    // A name given twice would only be noticed where the row is used, and without its place.
    private static readonly JsonDocumentOptions EachNameOnce = new() { AllowDuplicateProperties = false };

    /// <summary>The files behind a path, in the order of their names.</summary>
    /// <exception cref="SuiteProblemException">There is none.</exception>
    public static IReadOnlyList<string> FilesOf(string path)
    {
        if (File.Exists(path)) return [path];
        if (!Directory.Exists(path)) throw new SuiteProblemException($"there is no file or folder {path}");

        // The questions of a recorded folder; its outputs are no questions.
        foreach (var questions in new[] { "questions.jsonl", "questions.jsonl.gz" })
        {
            if (File.Exists(Path.Combine(path, questions))) return [Path.Combine(path, questions)];
        }

        string[] files = [.. Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(static file => Extensions.Contains(ExtensionOf(file))).Order(StringComparer.Ordinal)];
        return files.Length > 0 ? files : throw new SuiteProblemException($"{path} holds no rows; legal are files that end in {string.Join(", ", Extensions)}, and .gz behind it");
    }

    /// <summary>The rows of a file with their numbers from 1.</summary>
    /// <param name="file">Its path.</param>
    /// <param name="columns">The columns of a table without a header line; null where the first line is one.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="SuiteProblemException">A row cannot be read; the message names file and line.</exception>
    public static async IAsyncEnumerable<(int Number, JsonObject Row)> ReadAsync(string file, IReadOnlyList<string>? columns, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var rows = RowsOf(file, columns, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await NextAsync()) yield return rows.Current;

        async Task<bool> NextAsync()
        {
            try
            {
                return await rows.MoveNextAsync();
            }
            catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
            {
                throw new SuiteProblemException($"{file}: cannot be read: {exception.Message}");
            }
        }
    }

    private static IAsyncEnumerable<(int Number, JsonObject Row)> RowsOf(string file, IReadOnlyList<string>? columns, CancellationToken cancellationToken) => ExtensionOf(file) switch
    {
        ".jsonl" => LinesAsync(file, cancellationToken),
        ".json" => JsonAsync(file, cancellationToken),
        ".csv" => DelimitedText.ReadAsync(Open(file), file, ",", columns, cancellationToken),
        ".tsv" => DelimitedText.ReadAsync(Open(file), file, "\t", columns, cancellationToken),
        ".parquet" => ParquetRows.ReadAsync(file, cancellationToken),
        var other => throw new SuiteProblemException($"{file}: files that end in '{other}' are not read; legal are {string.Join(", ", Extensions)}, and .gz behind it"),
    };

    /// <summary>The text of a file, unpacked where its name ends in <c>.gz</c>.</summary>
    public static StreamReader Open(string file)
    {
        Stream stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.SequentialScan);
        if (file.EndsWith(".gz", StringComparison.Ordinal)) stream = new GZipStream(stream, CompressionMode.Decompress);
        return new StreamReader(stream, Encoding.UTF8);
    }

    private static string ExtensionOf(string file) => Path.GetExtension(Unpacked(file));

    private static string Unpacked(string file) => file.EndsWith(".gz", StringComparison.Ordinal) ? file[..^3] : file;

    private static async IAsyncEnumerable<(int, JsonObject)> LinesAsync(string file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = Open(file);
        var number = 0;
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            yield return (number, ObjectOf(line, $"{file}:{number}"));
        }
    }

    private static async IAsyncEnumerable<(int, JsonObject)> JsonAsync(string file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = Open(file);
        var text = await reader.ReadToEndAsync(cancellationToken);
        JsonNode? root;
        try
        {
            root = JsonNode.Parse(text, documentOptions: EachNameOnce);
        }
        catch (JsonException exception)
        {
            throw new SuiteProblemException($"{file}: this is not JSON: {exception.Message}");
        }

        if (root is JsonObject only)
        {
            // The name of the file is the only id that such a row has.
            if (!only.ContainsKey("id")) only["id"] = Path.GetFileName(Path.GetDirectoryName(file)) + "/" + Path.GetFileNameWithoutExtension(Unpacked(file));
            yield return (1, only);
            yield break;
        }

        if (root is not JsonArray rows) throw new SuiteProblemException($"{file}: holds neither an object nor a list of objects");
        for (var i = 0; i < rows.Count; i++)
            yield return (i + 1, rows[i] as JsonObject ?? throw new SuiteProblemException($"{file}: element {i} is no object"));
    }

    private static JsonObject ObjectOf(string line, string place)
    {
        try
        {
            return JsonNode.Parse(line, documentOptions: EachNameOnce) as JsonObject ?? throw new SuiteProblemException($"{place}: this is no JSON object");
        }
        catch (JsonException exception)
        {
            throw new SuiteProblemException($"{place}: this is not JSON: {exception.Message}");
        }
    }
}
