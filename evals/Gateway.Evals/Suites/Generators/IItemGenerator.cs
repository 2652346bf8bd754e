namespace Gateway.Evals.Suites.Generators;

/// <summary>Makes items from a seed.</summary>
internal interface IItemGenerator
{
    /// <summary>The name in YAML.</summary>
    string Kind { get; }

    /// <param name="seed">Where the randomness comes from.</param>
    /// <param name="count">How many; the first items of a larger count are those of a smaller one.</param>
    /// <param name="difficulty">From 1 to 10.</param>
    IEnumerable<SuiteItem> Generate(int seed, int count, int difficulty);
}
