namespace Gateway.Evals.Suites.Generators;

/// <summary>
/// Numbers and a target that an expression of some of them has. Difficulties 1 and 2 give three numbers, 3 and 4 four, up to seven at 9
/// and 10; the target lies in 10..99 at odd difficulties and in 100..999 at even ones. Every target is made from all the numbers, and none
/// is one of them or two of them combined. Gold: <c>4 5 6 10 ~> 24</c>.
/// </summary>
internal sealed class CountdownGenerator : IItemGenerator
{
    // As in the game: small numbers and four large ones.
    private static readonly int[] Large = [25, 50, 75, 100];

    public string Kind => "countdown";

    public IEnumerable<SuiteItem> Generate(int seed, int count, int difficulty) => ItemSeries.Of(Kind, seed, count, difficulty, random => Draft(random, difficulty));

    private static ItemDraft Draft(Random random, int difficulty)
    {
        var (low, high) = difficulty % 2 == 1 ? (10, 99) : (100, 999);
        while (true)
        {
            var numbers = new int[3 + (difficulty - 1) / 2];
            for (var i = 0; i < numbers.Length; i++) numbers[i] = random.Next(10) < 7 ? random.Next(1, 11) : Large[random.Next(Large.Length)];
            Array.Sort(numbers);
            var target = Combine(random, numbers);
            if (target < low || target > high || IsEasy(numbers, target)) continue;

            var gold = $"{string.Join(' ', numbers)} ~> {target}";
            return new ItemDraft(
                gold,
                $"numbers {numbers.Length}",
                $"Write an expression whose value is {target}. It may use the numbers {string.Join(", ", numbers[..^1])} and {numbers[^1]}, each at most once, and no other numbers, with +, -, *, / and brackets.",
                "expression",
                gold);
        }
    }

    private static int Combine(Random random, int[] numbers)
    {
        var left = numbers.ToList();
        while (left.Count > 1)
        {
            var (a, b) = (Take(random, left), Take(random, left));
            var results = Results(a, b).ToArray();
            left.Add(results[random.Next(results.Length)]);
        }

        return left[0];
    }

    private static int Take(Random random, List<int> numbers)
    {
        var index = random.Next(numbers.Count);
        var number = numbers[index];
        numbers.RemoveAt(index);
        return number;
    }

    private static bool IsEasy(int[] numbers, int target) =>
        numbers.Contains(target)
        || numbers.Index().Any(first => numbers.Skip(first.Index + 1).Any(second => Results(first.Item, second).Contains(target)));

    /// <summary>Positive integers; those of 1 as a factor or divisor change nothing and are left out.</summary>
    private static IEnumerable<int> Results(int a, int b)
    {
        var (small, large) = (Math.Min(a, b), Math.Max(a, b));
        yield return large + small;
        if (large > small) yield return large - small;
        if (small > 1 && large <= 10_000 / small) yield return large * small;
        if (small > 1 && large % small == 0) yield return large / small;
    }
}
