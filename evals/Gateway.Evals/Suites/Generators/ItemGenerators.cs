namespace Gateway.Evals.Suites.Generators;

/// <summary>The generators by their names.</summary>
internal static class ItemGenerators
{
    public static IReadOnlyDictionary<string, IItemGenerator> All { get; } = new SortedDictionary<string, IItemGenerator>(StringComparer.Ordinal);
}
