using System.Globalization;
using System.Text.RegularExpressions;
using Gateway.Evals.Suites;
using Gateway.Evals.Suites.Generators;

namespace Gateway.Tests.Evals.Suites.Generators;

public sealed partial class ArithmeticGeneratorTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(10)]
    public void Generate_AnyDifficulty_HasTheGoldAndTheDepthOfItsText(int difficulty) => Assert.All(new ArithmeticGenerator().Generate(1, 300, difficulty), item =>
    {
        var (definitions, asked, _) = Read(item);

        Assert.Equal(item.Gold, definitions.Value(asked).ToString(CultureInfo.InvariantCulture));
        Assert.Equal(difficulty, definitions.Depth(asked));
        Assert.Equal($"depth {difficulty}", item.Category);
        Assert.All(definitions.Values, static value => Assert.InRange(value, -1_000_000, 1_000_000));
    });

    [Fact]
    public void Generate_ManyItems_UsesEveryOperationAndSharesValues()
    {
        var texts = new ArithmeticGenerator().Generate(1, 200, 5).Select(Question.Of).ToArray();

        Assert.All(["plus", "minus", "times", "divided by", "square"], word => Assert.InRange(texts.Count(text => text.Contains(word, StringComparison.Ordinal)), 20, 200));
        // A graph that is no tree: some name is used twice.
        Assert.Contains(texts, static text => Operation().Matches(text).SelectMany(static match => new[] { match.Groups["a"].Value, match.Groups["b"].Value })
            .Where(static name => name.Length > 0).GroupBy(static name => name).Any(static uses => uses.Count() > 1));
    }

    [Fact]
    public void Generate_ManyItems_DoesNotAlwaysDescribeInOneOrder()
    {
        // At depth 1 with two operands the two given values come first, in either order.
        var firsts = new ArithmeticGenerator().Generate(1, 100, 1).Select(Read).Select(static read => read.Lines)
            .Where(static lines => lines.Length == 3)
            .Select(static lines => Operation().Match(lines[2]).Groups["a"].Value == Given().Match(lines[0]).Groups["name"].Value);

        Assert.Equal([false, true], firsts.Distinct().Order());
    }

    private static (Definitions<long> Definitions, string Asked, string[] Lines) Read(SuiteItem item)
    {
        var lines = Question.Of(item).Split('\n').TakeWhile(static line => !line.StartsWith("What", StringComparison.Ordinal)).ToArray();
        var definitions = new Definitions<long>();
        foreach (var line in lines)
        {
            if (Given().Match(line) is { Success: true } given)
            {
                definitions.Add(given.Groups["name"].Value, long.Parse(given.Groups["value"].Value, CultureInfo.InvariantCulture));
                continue;
            }

            var match = Operation().Match(line);
            Assert.True(match.Success, line);
            var (name, a, b) = (match.Groups["name"].Value, match.Groups["a"].Value, match.Groups["b"].Value);
            var left = definitions.Value(a);
            if (b.Length == 0)
            {
                definitions.Add(name, left * left, a);
                continue;
            }

            var right = definitions.Value(b);
            var operation = match.Groups["operation"].Value;
            if (operation == "divided by") Assert.Equal(0, left % right);
            definitions.Add(name, operation switch { "plus" => left + right, "minus" => left - right, "times" => left * right, _ => left / right }, a, b);
        }

        return (definitions, Asked().Match(Question.Of(item)).Groups["name"].Value, lines);
    }

    [GeneratedRegex("^The value of (?<name>[A-Z]{2}) is (?<value>[0-9]+)\\.$")]
    private static partial Regex Given();

    [GeneratedRegex("^The value of (?<name>[A-Z]{2}) is the (?:square of the )?value of (?<a>[A-Z]{2})(?: (?<operation>plus|minus|times|divided by) the value of (?<b>[A-Z]{2}))?\\.$", RegexOptions.Multiline)]
    private static partial Regex Operation();

    [GeneratedRegex("^What is the value of (?<name>[A-Z]{2})\\?$", RegexOptions.Multiline)]
    private static partial Regex Asked();
}
