namespace Gateway.Evals.Suites.Generators;

/// <summary>
/// Whether a statement is true in a graph of negations, conjunctions, disjunctions, exclusive disjunctions and implications over given
/// truth values. Depth is difficulty + 1, because depth 1 has too few different questions. Half the golds are true, but for chance.
/// </summary>
internal sealed class LogicGenerator : IItemGenerator
{
    private const int Operations = 5;

    public string Kind => "logic";

    public IEnumerable<SuiteItem> Generate(int seed, int count, int difficulty) => ItemSeries.Of(Kind, seed, count, difficulty, random => Draft(random, difficulty + 1));

    private static ItemDraft Draft(Random random, int depth)
    {
        // Drawn first, so that the last operation, "both" or "at least one", gives no hint of the gold.
        var (wanted, last) = (random.Next(2) == 0, random.Next(Operations));
        while (true)
        {
            var graph = new DefinitionGraph<bool>(random);
            var asked = Apply(graph, random, depth, last);
            if (graph[asked] != wanted) continue;

            var (text, name) = graph.Describe();
            return new ItemDraft(
                graph.Key,
                $"depth {depth}",
                $"An implication is false only where its first part is true and its second part is false.\n{text}\nIs {name} true or false?",
                "true or false",
                wanted ? "true" : "false");
        }
    }

    private static int Build(DefinitionGraph<bool> graph, Random random, int depth)
    {
        if (depth > 0) return Apply(graph, random, depth, random.Next(Operations));
        return random.Next(2) == 0 ? graph.Define(true, "{0} is true.") : graph.Define(false, "{0} is false.");
    }

    private static int Apply(DefinitionGraph<bool> graph, Random random, int depth, int operation)
    {
        var first = Build(graph, random, depth - 1);
        if (operation == 0) return graph.Define(!graph[first], "{0} is true if and only if {1} is false.", first);

        var second = graph.Second(first, depth - 1, level => Build(graph, random, level));
        var (left, right) = random.Next(2) == 0 ? (first, second) : (second, first);
        var (p, q) = (graph[left], graph[right]);
        return operation switch
        {
            1 => graph.Define(p && q, "{0} is true if and only if {1} and {2} are both true.", left, right),
            2 => graph.Define(p || q, "{0} is true if and only if at least one of {1} and {2} is true.", left, right),
            3 => graph.Define(p != q, "{0} is true if and only if exactly one of {1} and {2} is true.", left, right),
            _ => graph.Define(!p || q, "{0} is true if and only if {1} implies {2}.", left, right),
        };
    }
}
