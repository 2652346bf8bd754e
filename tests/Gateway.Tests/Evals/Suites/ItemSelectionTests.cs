using Gateway.Evals.Suites;

namespace Gateway.Tests.Evals.Suites;

public sealed class ItemSelectionTests
{
    private static readonly SuiteItem[] Items =
        [.. Enumerable.Range(0, 101).Select(static i => new SuiteItem($"q{i:D3}", i < 50 ? "law" : "art", i % 4 == 0 ? "fit" : "test", "", new Dictionary<string, string>()))];

    [Theory]
    [InlineData("test", 75)]
    [InlineData("fit", 26)]
    [InlineData("all", 101)]
    public void Of_Split_AreItsItemsInTheirOrder(string split, int count)
    {
        var chosen = Ids(split);

        Assert.Equal(count, chosen.Length);
        Assert.Equal(chosen.Order(StringComparer.Ordinal), chosen);
    }

    [Fact]
    public void Of_UnknownSplit_NamesTheLegalOnes() => Assert.Equal(
        "there are no items in the split 'dev'; legal are fit, test and all",
        Assert.Throws<SuiteProblemException>(static () => Ids("dev")).Message);

    [Fact]
    public void Of_SmallerLimit_IsAmongTheLargerOnes()
    {
        foreach (var limit in Enumerable.Range(1, 75))
        {
            var chosen = Ids("test", limit);
            Assert.Equal(limit, chosen.Length);
            Assert.Subset(Ids("test", limit + 1).ToHashSet(), chosen.ToHashSet());
        }
    }

    [Fact]
    public void Of_Limit_DrawsFromAllCategories() =>
        Assert.All(["law", "art"], static category => Assert.Contains(new ItemSelection("all", 20, null).Of(Items), item => item.Category == category));

    [Theory]
    [InlineData(1, null)]
    [InlineData(3, null)]
    [InlineData(7, 40)]
    [InlineData(200, null)]
    public void Of_Shards_ArePartsOfTheWholeCountedFromZeroOrOne(int count, int? limit)
    {
        foreach (var first in new[] { 0, 1 })
        {
            var parts = Enumerable.Range(first, count).SelectMany(i => new ItemSelection("all", limit, Shard.TryParse($"{i}/{count}")).Of(Items)).Select(static item => item.Id);
            Assert.Equal(Ids("all", limit), parts.Order(StringComparer.Ordinal));
        }
    }

    private static string[] Ids(string split, int? limit = null) => [.. new ItemSelection(split, limit, null).Of(Items).Select(static item => item.Id)];
}
