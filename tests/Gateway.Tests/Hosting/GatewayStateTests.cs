using Gateway.Hosting;
using Gateway.Policies;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Hosting;

/// <summary>When a model is unloaded: after the last request of the last snapshot that has it, and not before.</summary>
public sealed class GatewayStateTests : IDisposable
{
    private readonly OpenerDouble _opener = new();
    private readonly OpenModels _open = new();
    private readonly GatewayState _state = new();
    private ModelSet _models = ModelSet.Empty;

    public void Dispose() => _open.Dispose();

    [Fact]
    public void Swap_RequestUnderWay_KeepsItsModelsUntilItEnds()
    {
        Swap("a");
        var request = _state.Lease();

        Swap("b");
        Assert.Empty(_open.UnloadRetired());
        request.Dispose();

        Assert.Equal("a", Assert.Single(_open.UnloadRetired()).Name);
        Assert.Equal([1, 0], _opener.Disposals);
    }

    [Fact]
    public void Swap_NoRequest_UnloadsAtOnce()
    {
        Swap("a");

        Swap("b");

        Assert.Equal("a", Assert.Single(_open.UnloadRetired()).Name);
    }

    [Fact]
    public void Swap_ModelInBothSnapshots_StaysOpenWhenTheOldOneEnds()
    {
        Swap("a", "b");
        var request = _state.Lease();

        Swap("b", "c");
        request.Dispose();
        _open.UnloadRetired();

        Assert.Equal(["b", "c"], _open.Names);
    }

    [Fact]
    public void Lease_AfterASwap_IsOfTheNewSnapshot()
    {
        Swap("a");
        Swap("b");

        using var lease = _state.Lease();

        Assert.True(lease.Snapshot.TryGetRemote("b", out _));
        Assert.False(lease.Snapshot.TryGetRemote("a", out _));
    }

    [Fact]
    public void Dispose_ModelsInForceRetiredAndUnloaded_DisposesEachOnce()
    {
        Swap("a");
        Swap("b");
        _open.UnloadRetired();
        var request = _state.Lease();
        Swap("c");

        _open.Dispose();
        request.Dispose();
        _open.UnloadRetired();

        Assert.Equal([1, 1, 1], _opener.Disposals);
    }

    [Fact]
    public void Add_AfterTheEnd_IsDisposedAtOnce()
    {
        _open.Dispose();

        Swap("late");

        Assert.Equal([1], _opener.Disposals);
    }

    [Fact]
    public async Task Lease_WhileSnapshotsAreSwapped_NeverHasAModelThatIsUnloaded()
    {
        Swap("m0");
        using var done = new CancellationTokenSource();
        var leases = 0;
        var requests = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
            {
                using var lease = _state.Lease();
                var name = Assert.Single(lease.Snapshot.Catalog.Entries).Card.Name;

                // The k-th model is the k-th that was opened.
                Assert.Equal(0, _opener.Disposals[int.Parse(name[1..], System.Globalization.CultureInfo.InvariantCulture)]);
                Interlocked.Increment(ref leases);
            }
        })).ToArray();

        var swaps = 0;
        while (!requests.Any(static request => request.IsCompleted) && (swaps < 200 || Volatile.Read(ref leases) < 2000))
        {
            Swap($"m{++swaps}");
            _open.UnloadRetired();
        }

        await done.CancelAsync();
        await Task.WhenAll(requests);
        _open.UnloadRetired();
        Assert.Equal([$"m{swaps}"], _open.Names);
    }

    private void Swap(params string[] names)
    {
        var loader = new ModelSetLoader(_opener, _open, TimeProvider.System, NullLogger<ModelSetLoader>.Instance);
        _models = loader.Load([.. names.Select(static name => new RemoteModelSettings(name, [new Uri("http://host/v1")]) { UpstreamModel = name })], _models, CancellationToken.None);
        var catalog = new ModelCatalog(_models.Models.Select(static model => new CatalogEntry(model.Card, model.Model.Client)), static _ => []);
        _state.Swap(new GatewaySnapshot(catalog, [], _models.Models.Select(static model => model.Model), new PolicySet([], []), []));
    }
}
