using System.Diagnostics.CodeAnalysis;

namespace Gateway.Hosting;

/// <summary>The remote models that can be reached: those whose key could be read.</summary>
public sealed class RemoteModels
{
    private readonly Dictionary<string, ReachableModel> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<RefusedName> _refused = [];

    public RemoteModels(IEnumerable<RemoteModelSettings> models)
    {
        foreach (var model in models)
        {
            string? key = null;
            if (model.ApiKey is null || Secret.TryRead(model.ApiKey, out key, out var reason)) _byName[model.Name] = new ReachableModel(model, key);
            else _refused.Add(new RefusedName(model.Name, $"its key cannot be read: {reason}"));
        }
    }

    /// <summary>Those whose key could not be read.</summary>
    public IReadOnlyList<RefusedName> Refused => _refused;

    public bool TryGet(string name, [NotNullWhen(true)] out ReachableModel? model) => _byName.TryGetValue(name, out model);
}

/// <summary>A remote model with its key at hand.</summary>
public sealed record ReachableModel(RemoteModelSettings Settings, string? ApiKey)
{
    /// <summary>Keys stay out of logs: the record's own text would hold it.</summary>
    public override string ToString() => Settings.Name;
}
