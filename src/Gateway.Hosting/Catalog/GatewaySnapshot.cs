using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Gateway.Hosting;

/// <summary>What can be asked at a moment. Immutable; a reload makes a new one, and requests under way keep theirs.</summary>
public sealed class GatewaySnapshot
{
    private readonly FrozenDictionary<string, PolicyChatClient> _answerers;

    /// <param name="catalog">Models and policies.</param>
    /// <param name="answerers">What runs for each name that a client may send: the policy itself, or <c>direct</c> over a model.</param>
    /// <param name="refused">What the configuration names and cannot be asked.</param>
    public GatewaySnapshot(IModelCatalog catalog, IEnumerable<PolicyChatClient> answerers, IReadOnlyList<RefusedName> refused)
    {
        Catalog = catalog;
        Refused = refused;
        _answerers = answerers.ToFrozenDictionary(static client => client.Definition.Options.Name, StringComparer.OrdinalIgnoreCase);
    }

    public IModelCatalog Catalog { get; }

    public IReadOnlyList<RefusedName> Refused { get; }

    /// <summary>What answers a request for a name.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out PolicyChatClient? client) => _answerers.TryGetValue(name, out client);
}
