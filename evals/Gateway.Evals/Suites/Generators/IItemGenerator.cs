namespace Gateway.Evals.Suites.Generators;

/// <summary>Makes questions whose answer is known by construction, so that no model can have seen them.</summary>
internal interface IItemGenerator
{
    /// <summary>The name that ids begin with.</summary>
    string Kind { get; }

    /// <summary>Different questions; item i depends on the seed, the difficulty and i, never on the count.</summary>
    /// <param name="seed">The same seed gives the same items.</param>
    /// <param name="count">How many. An error where there are fewer different questions.</param>
    /// <param name="difficulty">1 to 10; what it changes is each generator's own.</param>
    IEnumerable<SuiteItem> Generate(int seed, int count, int difficulty);
}
