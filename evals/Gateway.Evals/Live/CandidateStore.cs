using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Gateway.Evals.Live;

/// <summary>
/// Every answer that live models gave to evaluations, on disk: a second policy over the same models and items buys only the samples that it
/// lacks. A folder of JSON lines, one file for each process that wrote, so that several can write at once.
/// </summary>
internal sealed class CandidateStore : IDisposable
{
    private const string Extension = ".jsonl";
    private readonly ConcurrentDictionary<string, StoredCandidate> _candidates = new(StringComparer.Ordinal);

    // Guards the stream: calls end on every thread.
    private readonly Lock _gate = new();
    private readonly string _path;
    private FileStream? _stream;

    private CandidateStore(string path) => _path = path;

    public int Count => _candidates.Count;

    /// <summary>Reads what is there.</summary>
    /// <param name="folder">Where it is; made when something is kept.</param>
    /// <param name="time">Names the file of this process.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static CandidateStore Open(string folder, TimeProvider time)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow():yyyyMMdd-HHmmss}-{Guid.NewGuid():N}{Extension}");
        var store = new CandidateStore(Path.Combine(folder, name));
        if (!Directory.Exists(folder)) return store;
        foreach (var file in Directory.GetFiles(folder, $"*{Extension}").Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite), Encoding.UTF8);
            while (reader.ReadLine() is { } line)
            {
                if (StoredCandidate.Read(line) is { } candidate) store._candidates[candidate.Key] = candidate;
            }
        }

        return store;
    }

    public bool TryGet(string key, [NotNullWhen(true)] out StoredCandidate? candidate) => _candidates.TryGetValue(key, out candidate);

    /// <summary>Keeps a candidate; it is with the operating system when this returns.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public void Keep(StoredCandidate candidate)
    {
        lock (_gate)
        {
            if (_stream is null)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
                _stream = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.Read);
            }

            _stream.Write(candidate.ToLine());
            _stream.Flush();
        }

        _candidates[candidate.Key] = candidate;
    }

    public void Dispose() => _stream?.Dispose();
}
