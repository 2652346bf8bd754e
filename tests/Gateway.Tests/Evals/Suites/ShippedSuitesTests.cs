using Gateway.Evals.Suites;

namespace Gateway.Tests.Evals.Suites;

/// <summary>The suites of evals/suites with the items that they bring themselves.</summary>
public sealed class ShippedSuitesTests
{
    private static readonly SuiteFolder Shipped = new(RepositoryRoot.Of("evals", "suites"));

    public static TheoryData<string> All => [.. Shipped.Names];

    /// <summary>The form in which each prompt asks for the answer.</summary>
    public static TheoryData<string, string> WithOwnItems => new()
    {
        { "arithmetic", "I add them up.\nAnswer: {0}" },
        { "countdown", "I try.\nAnswer: {0}" },
        { "game24", "I try.\nAnswer: {0} = 24" },
        { "logic", "So it holds.\nAnswer: {0}" },
        { "sudoku-4", "I fill it in.\nAnswer: {0}" },
        { "sudoku-9", "I fill it in.\nAnswer: {0}" },
        { "sums-mixed", "7+86=93;####{0}" },
        { "tiny-sum", "7+86=93;####{0}" },
        { "tiny-words", "u u u;####{0}" },
    };

    [Fact]
    public void Names_Shipped_AreThoseOfTheDocumentation() => Assert.Equal(
        ["arithmetic", "countdown", "crux", "game24", "gsm8k", "logic", "math", "mmlu-pro", "sudoku-4", "sudoku-9", "sums-mixed", "tiny-mixed", "tiny-sum", "tiny-words", "zeroeval"],
        Shipped.Names);

    [Theory]
    [MemberData(nameof(All))]
    public void Load_Shipped_IsLegal(string name) => Assert.Equal(name, Shipped.Load(name).Name);

    [Theory]
    [MemberData(nameof(WithOwnItems))]
    public async Task PromptOf_FirstItems_HoldsAllThatTheyAsk(string name, string form)
    {
        Assert.NotEmpty(form);
        var (suite, items) = await LoadAsync(name);

        foreach (var item in items.Take(3))
        {
            var text = (await suite.PromptOfAsync(item, TestContext.Current.CancellationToken)).Messages[^1].Text;
            Assert.DoesNotContain("{{", text, StringComparison.Ordinal);
            Assert.DoesNotContain("numbers ,", text, StringComparison.Ordinal);
            Assert.All(NumbersOf(item), number => Assert.Contains(number, text, StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(WithOwnItems))]
    public async Task IsCorrect_GoldInTheAskedForm_IsTaken(string name, string form)
    {
        var (suite, items) = await LoadAsync(name);

        foreach (var item in items.Take(3))
        {
            var right = item.Gold.Contains('>', StringComparison.Ordinal) ? Expressions.For(item.Gold) : item.Gold;
            Assert.True(suite.IsCorrect(string.Format(null, form, right), item), $"{item.Id}: {right}");
            Assert.False(suite.IsCorrect(string.Format(null, form, "1" + right), item), $"{item.Id}: 1{right}");
            Assert.False(suite.IsCorrect("", item));
        }
    }

    private static async Task<(Suite Suite, IReadOnlyList<SuiteItem> Items)> LoadAsync(string name)
    {
        var suite = Shipped.Load(name);
        if (suite.Generator is { } generator) suite = suite with { Generator = generator with { Count = 3 } };
        return (suite, (await SuiteItems.LoadAsync(suite, recorded: null, data: null, RepositoryRoot.Path, TestContext.Current.CancellationToken)).Items);
    }

    // Of "4 5 6 10 -> 24" the left side; other golds are not shown to the model.
    private static string[] NumbersOf(SuiteItem item) =>
        item.Gold.Contains('>', StringComparison.Ordinal) ? item.Gold[..(item.Gold.IndexOf('>', StringComparison.Ordinal) - 1)].Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];
}
