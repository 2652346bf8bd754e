namespace Gateway.Evals.Suites.Generators;

/// <summary>
/// Four numbers of 1 to 13 that make 24, each used exactly once. Difficulty is the tenth of <see cref="Game24Hands"/> that the hand is from,
/// which gives each difficulty some 136 different questions. Gold: <c>4 5 6 10 -> 24</c>.
/// </summary>
internal sealed class Game24Generator : IItemGenerator
{
    public string Kind => "game24";

    public IEnumerable<SuiteItem> Generate(int seed, int count, int difficulty)
    {
        var hands = Game24Hands.Of(difficulty);
        return ItemSeries.Of(Kind, seed, count, difficulty, random => Draft(hands[random.Next(hands.Length)], difficulty));
    }

    private static ItemDraft Draft(int[] hand, int difficulty)
    {
        var gold = $"{string.Join(' ', hand)} -> 24";
        return new ItemDraft(
            gold,
            $"tenth {difficulty}",
            $"Write an expression whose value is 24. It must use each of the numbers {string.Join(", ", hand[..^1])} and {hand[^1]} exactly once, and no other numbers, with +, -, *, / and brackets.",
            "expression",
            gold,
            new Dictionary<string, string> { ["numbers"] = string.Join(' ', hand) });
    }
}
