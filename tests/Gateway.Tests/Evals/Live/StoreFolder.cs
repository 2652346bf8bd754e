using Gateway.Evals.Live;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Evals.Live;

/// <summary>A folder of kept answers that is gone after the test.</summary>
internal sealed class StoreFolder : IDisposable
{
    private readonly List<CandidateStore> _open = [];
    private readonly FakeTimeProvider _time = new();

    public string Path { get; } = System.IO.Path.Combine(Directory.CreateTempSubdirectory("candidates").FullName, "store");

    public string[] Files => Directory.Exists(Path) ? Directory.GetFiles(Path) : [];

    /// <summary>As a later process would.</summary>
    public CandidateStore Open()
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        var store = CandidateStore.Open(Path, _time);
        _open.Add(store);
        return store;
    }

    public void Dispose()
    {
        foreach (var store in _open) store.Dispose();
        Directory.Delete(Directory.GetParent(Path)!.FullName, recursive: true);
    }
}
