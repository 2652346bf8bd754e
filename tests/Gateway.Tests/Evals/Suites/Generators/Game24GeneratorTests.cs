using System.Globalization;
using Gateway.Evals.Suites.Generators;

namespace Gateway.Tests.Evals.Suites.Generators;

public sealed class Game24GeneratorTests
{
    [Fact]
    public void Hands_AllDifficulties_AreThoseThatMake24()
    {
        var hands = Enumerable.Range(1, 10).SelectMany(Game24Hands.Of).Select(static hand => string.Join(' ', hand)).ToArray();
        var solvable =
            from a in Enumerable.Range(1, 13)
            from b in Enumerable.Range(a, 14 - a)
            from c in Enumerable.Range(b, 14 - b)
            from d in Enumerable.Range(c, 14 - c)
            where Reach.Exactly([a, b, c, d], 24)
            select $"{a} {b} {c} {d}";

        Assert.Equal(solvable.Order(StringComparer.Ordinal), hands.Order(StringComparer.Ordinal));
        Assert.Equal(1362, hands.Length);
    }

    [Fact]
    public void Hands_ByDifficulty_EndWithTheKnownHardOnes()
    {
        // 8 / (3 - 8/3) and 6 / (1 - 3/4) are the only ways to make 24 of these; 1 2 3 4 has many.
        Assert.Contains(Game24Hands.Of(10), static hand => hand.SequenceEqual([3, 3, 8, 8]));
        Assert.Contains(Game24Hands.Of(10), static hand => hand.SequenceEqual([1, 3, 4, 6]));
        Assert.Contains(Game24Hands.Of(1), static hand => hand.SequenceEqual([1, 2, 3, 4]));
    }

    [Fact]
    public void Generate_AnyItem_AsksForItsGold() => Assert.All(new Game24Generator().Generate(1, 50, 6), static item =>
    {
        var numbers = item.Gold.Replace(" -> 24", "", StringComparison.Ordinal).Split(' ');

        Assert.True(Reach.Exactly([.. numbers.Select(static number => double.Parse(number, CultureInfo.InvariantCulture))], 24), item.Gold);
        Assert.Contains($"each of the numbers {numbers[0]}, {numbers[1]}, {numbers[2]} and {numbers[3]} exactly once", Question.Of(item), StringComparison.Ordinal);
        Assert.Equal("tenth 6", item.Category);
    });
}
