using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;

namespace Gateway;

/// <summary>Every name that can be called, models and policies, as one immutable snapshot. Names are case-insensitive.</summary>
public interface IModelCatalog
{
    /// <summary>All entries, ordered by name.</summary>
    IReadOnlyList<CatalogEntry> Entries { get; }

    bool TryGet(string name, [NotNullWhen(true)] out CatalogEntry? entry);
}

/// <summary>A name and what answers behind it.</summary>
/// <param name="Card">What is known about it.</param>
/// <param name="Client">The model's own pipeline; for a policy a <see cref="PolicyChatClient"/>.</param>
public sealed record CatalogEntry(ModelCard Card, IChatClient Client);
