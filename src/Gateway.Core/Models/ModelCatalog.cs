using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Gateway;

/// <summary>An immutable set of names. Policies resolve their members in the catalog that they are part of, so a run sees one snapshot from start to end.</summary>
public sealed class ModelCatalog : IModelCatalog
{
    private readonly FrozenDictionary<string, CatalogEntry> _byName;

    /// <param name="models">The models.</param>
    /// <param name="policies">Makes the policies' entries over this catalog; it must not look names up before the constructor has returned.</param>
    public ModelCatalog(IEnumerable<CatalogEntry> models, Func<IModelCatalog, IEnumerable<CatalogEntry>> policies)
    {
        Entries = [.. models.Concat(policies(this)).OrderBy(static entry => entry.Card.Name, StringComparer.OrdinalIgnoreCase)];
        _byName = Entries.ToFrozenDictionary(static entry => entry.Card.Name, StringComparer.OrdinalIgnoreCase);
    }

    public IReadOnlyList<CatalogEntry> Entries { get; }

    public bool TryGet(string name, [NotNullWhen(true)] out CatalogEntry? entry) => _byName.TryGetValue(name, out entry);
}
