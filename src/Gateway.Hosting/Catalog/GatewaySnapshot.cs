using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Gateway.Policies;

namespace Gateway.Hosting;

/// <summary>
/// What can be asked at a moment. Immutable; a reload makes a new one, and requests under way keep theirs by a <see cref="SnapshotLease"/>.
/// It holds its models open until it is replaced and the last lease has ended.
/// </summary>
public sealed class GatewaySnapshot
{
    private readonly FrozenDictionary<string, PolicyChatClient> _answerers;
    private readonly FrozenDictionary<string, ReachableModel> _remote;
    private readonly LoadedModel[] _models;

    // The leases, and one more while the snapshot is in force.
    private int _holders = 1;

    /// <param name="catalog">Models and policies.</param>
    /// <param name="answerers">What runs for each name that a client may send: the policy itself, or <c>direct</c> over a model.</param>
    /// <param name="models">What is held open.</param>
    /// <param name="policies">The policies as they were read.</param>
    /// <param name="refused">What the configuration names and cannot be asked.</param>
    internal GatewaySnapshot(
        IModelCatalog catalog, IEnumerable<PolicyChatClient> answerers, IEnumerable<LoadedModel> models, PolicySet policies, IReadOnlyList<RefusedName> refused)
    {
        Catalog = catalog;
        Policies = policies;
        Refused = refused;
        _answerers = answerers.ToFrozenDictionary(static client => client.Definition.Options.Name, StringComparer.OrdinalIgnoreCase);
        _models = [.. models];
        _remote = _models.Select(static model => model.Remote).OfType<ReachableModel>().ToFrozenDictionary(static remote => remote.Settings.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var model in _models) model.Hold();
    }

    public IModelCatalog Catalog { get; }

    public IReadOnlyList<RefusedName> Refused { get; }

    internal PolicySet Policies { get; }

    /// <summary>What answers a request for a name.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out PolicyChatClient? client) => _answerers.TryGetValue(name, out client);

    /// <summary>The remote model of a name, for requests that no policy handles.</summary>
    public bool TryGetRemote(string name, [NotNullWhen(true)] out ReachableModel? model) => _remote.TryGetValue(name, out model);

    /// <summary>False where the snapshot has been given up already.</summary>
    internal bool TryHold()
    {
        var holders = Volatile.Read(ref _holders);
        while (holders > 0)
        {
            var seen = Interlocked.CompareExchange(ref _holders, holders + 1, holders);
            if (seen == holders) return true;
            holders = seen;
        }

        return false;
    }

    internal void Release()
    {
        if (Interlocked.Decrement(ref _holders) > 0) return;
        foreach (var model in _models) model.Release();
    }
}
