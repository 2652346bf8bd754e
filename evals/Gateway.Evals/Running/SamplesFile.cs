using System.Text;
using System.Text.Json;

namespace Gateway.Evals.Running;

/// <summary>
/// <c>samples.jsonl</c>: a line for each finished item, appended when it is finished. What a kill or a full disk left half written is cut
/// off when the file is opened again; what has failed is asked again.
/// </summary>
internal sealed class SamplesFile : IDisposable
{
    // Guards the stream: items finish on every thread.
    private readonly Lock _gate = new();
    private readonly FileStream _stream;
    private readonly List<SampleRow> _rows;

    private SamplesFile(FileStream stream, List<SampleRow> rows)
    {
        _stream = stream;
        _rows = rows;
    }

    /// <summary>The finished items, in the order in which they were finished.</summary>
    public IReadOnlyList<SampleRow> Rows
    {
        get
        {
            lock (_gate) return [.. _rows];
        }
    }

    /// <summary>Opens the file to go on with it.</summary>
    /// <exception cref="RunFolderException">A line before the last cannot be read.</exception>
    public static SamplesFile Open(string path)
    {
        var rows = Repair(path);
        var stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        return new SamplesFile(stream, rows);
    }

    /// <summary>Reads a file that nobody writes.</summary>
    /// <exception cref="RunFolderException">A line cannot be read.</exception>
    public static List<SampleRow> Read(string path) => ReadLines(path, out _);

    /// <summary>Writes the rows in place of what is there: either all of them are in the file, or what was there before.</summary>
    public static void Replace(string path, IEnumerable<SampleRow> rows)
    {
        var replacement = path + ".new";
        using (var stream = new FileStream(replacement, FileMode.Create, FileAccess.Write))
        {
            foreach (var row in rows) stream.Write([.. row.ToLine(), (byte)'\n']);
            stream.Flush(flushToDisk: true);
        }

        File.Move(replacement, path, overwrite: true);
    }

    /// <summary>Adds a row; it is with the operating system when this returns, so that killing the process does not lose it.</summary>
    /// <exception cref="IOException">It could not be written, and nothing of it is in the file.</exception>
    public void Append(SampleRow row)
    {
        var line = row.ToLine();
        lock (_gate)
        {
            var before = _stream.Position;
            try
            {
                _stream.Write([.. line, (byte)'\n']);
                _stream.Flush();
            }
            catch (IOException)
            {
                _stream.SetLength(before);
                throw;
            }

            _rows.Add(row);
        }
    }

    public void Dispose() => _stream.Dispose();

    private static List<SampleRow> Repair(string path)
    {
        if (!File.Exists(path)) return [];
        var rows = ReadLines(path, out var whole);
        var kept = rows.Where(static row => row.Error is null).ToList();
        if (kept.Count == rows.Count && whole == new FileInfo(path).Length) return rows;

        Replace(path, kept);
        return kept;
    }

    private static List<SampleRow> ReadLines(string path, out long whole)
    {
        var content = File.ReadAllBytes(path);
        whole = content.AsSpan().LastIndexOf((byte)'\n') + 1;
        var rows = new List<SampleRow>();
        var number = 0;
        for (var start = 0; start < whole;)
        {
            var length = content.AsSpan(start).IndexOf((byte)'\n');
            number++;
            try
            {
                rows.Add(SampleRow.Read(Encoding.UTF8.GetString(content, start, length)));
            }
            catch (JsonException exception)
            {
                throw new RunFolderException($"{path}:{number}: this is no row of an evaluation ({exception.Message}); move the file away to begin anew");
            }

            start += length + 1;
        }

        return rows;
    }
}
