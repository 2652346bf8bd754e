using System.Globalization;
using Gateway.Evals.Suites;
using Gateway.Evals.Suites.Generators;

namespace Gateway.Tests.Evals.Suites.Generators;

public sealed class CountdownGeneratorTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(8)]
    [InlineData(10)]
    public void Generate_AnyDifficulty_IsSolvable(int difficulty) => Assert.All(new CountdownGenerator().Generate(1, 30, difficulty), static item =>
    {
        var (numbers, target) = Read(item.Gold);
        Assert.True(Search(numbers, target), item.Gold);
    });

    [Theory]
    [InlineData(1, 3, 10, 99)]
    [InlineData(4, 4, 100, 999)]
    [InlineData(5, 5, 10, 99)]
    [InlineData(9, 7, 10, 99)]
    [InlineData(10, 7, 100, 999)]
    public void Generate_AnyDifficulty_HasItsNumbersAndTargets(int difficulty, int count, int low, int high) => Assert.All(new CountdownGenerator().Generate(1, 100, difficulty), item =>
    {
        var (numbers, target) = Read(item.Gold);

        Assert.Equal(count, numbers.Length);
        Assert.InRange(target, low, high);
        Assert.All(numbers, static number => Assert.True(number is (>= 1 and <= 10) or 25 or 50 or 75 or 100));
        Assert.Equal($"numbers {count}", item.Category);
    });

    [Fact]
    public void Generate_AnyItem_TakesThreeNumbersAtLeast() => Assert.All(new CountdownGenerator().Generate(1, 100, 3), static item =>
    {
        var (numbers, target) = Read(item.Gold);
        for (var i = 0; i < numbers.Length; i++)
        {
            for (var j = 0; j < i; j++) Assert.False(Reach.AtMost([numbers[i], numbers[j]], target), item.Gold);
        }
    });

    [Fact]
    public void Generate_AnyItem_AsksForItsGold()
    {
        SuiteItem item = new CountdownGenerator().Generate(1, 1, 3).Single();
        var (numbers, target) = Read(item.Gold);

        Assert.Contains($"value is {target}.", Question.Of(item), StringComparison.Ordinal);
        Assert.Contains($"the numbers {string.Join(", ", numbers[..^1])} and {numbers[^1]}, each at most once", Question.Of(item), StringComparison.Ordinal);
    }

    // Every pair, every operation, depth first; seven numbers have too many expressions to list, but one of them is soon found.
    private static bool Search(double[] numbers, double target)
    {
        if (numbers.Contains(target)) return true;
        for (var i = 0; i < numbers.Length; i++)
        {
            for (var j = 0; j < numbers.Length; j++)
            {
                var (a, b) = (numbers[i], numbers[j]);
                if (i == j || a < b) continue;
                double[] rest = [.. numbers.Where((_, index) => index != i && index != j)];
                if (Search([.. rest, a * b], target) || Search([.. rest, a + b], target) || a > b && Search([.. rest, a - b], target)) return true;
                if (a % b == 0 && Search([.. rest, a / b], target)) return true;
            }
        }

        return false;
    }

    private static (double[] Numbers, double Target) Read(string gold)
    {
        var sides = gold.Split(" ~> ");
        return ([.. sides[0].Split(' ').Select(static number => double.Parse(number, CultureInfo.InvariantCulture))], double.Parse(sides[1], CultureInfo.InvariantCulture));
    }
}
