using System.Globalization;

namespace Gateway.Evals.Suites.Generators;

/// <summary>
/// The value of a graph of integer operations: sum, difference, product, exact quotient and square. Difficulty is the depth: so many
/// operations follow on each other from the given values to the one that is asked for. No value exceeds a million.
/// </summary>
internal sealed class ArithmeticGenerator : IItemGenerator
{
    private const int Largest = 1_000_000;

    public string Kind => "arithmetic";

    public IEnumerable<SuiteItem> Generate(int seed, int count, int difficulty) => ItemSeries.Of(Kind, seed, count, difficulty, random => Draft(random, difficulty));

    private static ItemDraft Draft(Random random, int depth)
    {
        var graph = new DefinitionGraph<int>(random);
        var asked = Build(graph, random, depth);
        var (text, name) = graph.Describe();
        return new ItemDraft(
            graph.Key,
            $"depth {depth}",
            $"{text}\nWhat is the value of {name}?",
            "integer",
            graph[asked].ToString(CultureInfo.InvariantCulture));
    }

    private static int Build(DefinitionGraph<int> graph, Random random, int depth)
    {
        if (depth == 0) return Given(graph, random.Next(2, 31));

        var first = Build(graph, random, depth - 1);
        var value = graph[first];
        var divisors = value == 0 ? [] : Enumerable.Range(2, 11).Where(divisor => value % divisor == 0).ToArray();
        switch (random.Next(8))
        {
            case 0 when Math.Abs(value) is >= 2 and <= 99:
                return graph.Define(value * value, "The value of {0} is the square of the value of {1}.", first);
            case 1 or 2 when divisors.Length > 0:
                var divisor = divisors[random.Next(divisors.Length)];
                return graph.Define(value / divisor, "The value of {0} is the value of {1} divided by the value of {2}.", first, Given(graph, divisor));
        }

        var second = graph.Second(first, depth - 1, level => Build(graph, random, level));
        var (left, right) = random.Next(2) == 0 ? (first, second) : (second, first);
        var (product, sum, difference) = ((long)graph[left] * graph[right], graph[left] + graph[right], graph[left] - graph[right]);
        // Of sum and difference one is never larger than its operands. A product with 0 would make the rest of the graph idle.
        return random.Next(3) switch
        {
            0 when product != 0 && Math.Abs(product) <= Largest => graph.Define((int)product, "The value of {0} is the value of {1} times the value of {2}.", left, right),
            1 when Math.Abs(sum) <= Largest => graph.Define(sum, "The value of {0} is the value of {1} plus the value of {2}.", left, right),
            _ when Math.Abs(difference) <= Largest => graph.Define(difference, "The value of {0} is the value of {1} minus the value of {2}.", left, right),
            _ => graph.Define(sum, "The value of {0} is the value of {1} plus the value of {2}.", left, right),
        };
    }

    private static int Given(DefinitionGraph<int> graph, int value) => graph.Define(value, $"The value of {{0}} is {value}.");
}
