using System.Text.RegularExpressions;
using Gateway.Evals.Suites;
using Gateway.Evals.Suites.Generators;

namespace Gateway.Tests.Evals.Suites.Generators;

public sealed partial class LogicGeneratorTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(10)]
    public void Generate_AnyDifficulty_HasTheGoldAndTheDepthOfItsText(int difficulty) => Assert.All(new LogicGenerator().Generate(1, 300, difficulty), item =>
    {
        var (definitions, asked) = Read(item);

        Assert.Equal(item.Gold, definitions.Value(asked) ? "true" : "false");
        Assert.Equal(difficulty + 1, definitions.Depth(asked));
        Assert.Equal($"depth {difficulty + 1}", item.Category);
    });

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Generate_ManyItems_IsTrueHalfTheTime(int difficulty) =>
        // Four standard errors of √600 / 2.
        Assert.Equal(300.0, new LogicGenerator().Generate(1, 600, difficulty).Count(static item => item.Gold == "true"), 49.0);

    [Theory]
    [InlineData("both")]
    [InlineData("at least one")]
    public void Generate_ManyItems_GiveNoHintInTheLastOperation(string words)
    {
        var golds = new LogicGenerator().Generate(1, 2000, 3)
            .Where(item => Regex.IsMatch(Question.Of(item), $"^{Read(item).Asked} is true if and only if .*{words}", RegexOptions.Multiline))
            .Select(static item => item.Gold)
            .ToArray();

        // One operation of five; the share of true is within four standard errors of √n / 2.
        Assert.InRange(golds.Length, 300, 500);
        Assert.Equal(golds.Length / 2.0, golds.Count(static gold => gold == "true"), 2 * Math.Sqrt(golds.Length));
    }

    [Fact]
    public void Generate_ManyItems_UsesEveryOperation()
    {
        var texts = new LogicGenerator().Generate(1, 200, 4).Select(Question.Of).ToArray();

        Assert.All(["if and only if [A-Z]+ is false", "both", "at least", "exactly one", "implies"], pattern => Assert.InRange(texts.Count(text => Regex.IsMatch(text, pattern)), 50, 200));
    }

    private static (Definitions<bool> Definitions, string Asked) Read(SuiteItem item)
    {
        var text = Question.Of(item);
        var definitions = new Definitions<bool>();
        foreach (var line in text.Split('\n').Skip(1).TakeWhile(static line => !line.StartsWith("Is ", StringComparison.Ordinal)))
        {
            var words = line.TrimEnd('.').Split(' ');
            if (words.Length == 3)
            {
                definitions.Add(words[0], bool.Parse(words[2]));
                continue;
            }

            Assert.StartsWith($"{words[0]} is true if and only if ", line, StringComparison.Ordinal);
            var operands = words[1..].Where(static word => Name().IsMatch(word)).ToArray();
            var values = Array.ConvertAll(operands, definitions.Value);
            definitions.Add(words[0], string.Join(' ', words[7..].Where(static word => !Name().IsMatch(word))) switch
            {
                "is false" => !values.Single(),
                "and are both true" => values.All(static value => value),
                "at least one of and is true" => values.Any(static value => value),
                "exactly one of and is true" => values.Count(static value => value) == 1,
                "implies" => !(values[0] && !values[1]),
                var other => throw new FormatException(other),
            }, operands);
        }

        return (definitions, Asked().Match(text).Groups["name"].Value);
    }

    [GeneratedRegex("^[A-Z]{2}$")]
    private static partial Regex Name();

    [GeneratedRegex("^Is (?<name>[A-Z]{2}) true or false\\?$", RegexOptions.Multiline)]
    private static partial Regex Asked();
}
