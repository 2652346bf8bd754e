namespace Gateway.Evals.Suites;

/// <summary>One question of a suite.</summary>
/// <param name="Id">Unique in the suite.</param>
/// <param name="Category">What reports group by; empty where the suite has no categories.</param>
/// <param name="Split"><c>fit</c>, <c>test</c>...; empty where the items have none.</param>
/// <param name="Gold">What a right answer says, in the form that the suite's grader reads.</param>
/// <param name="Variables">What the prompt template may name, as text.</param>
internal sealed record SuiteItem(string Id, string Category, string Split, string Gold, IReadOnlyDictionary<string, string> Variables);
