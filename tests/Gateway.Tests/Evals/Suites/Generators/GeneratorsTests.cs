using System.Security.Cryptography;
using System.Text;
using Gateway.Evals.Suites;
using Gateway.Evals.Suites.Generators;
using static Gateway.Evals.Suites.Generators.ItemGenerators;

namespace Gateway.Tests.Evals.Suites.Generators;

public sealed class GeneratorsTests
{
    public static TheoryData<string> Kinds => [.. All.Select(static generator => generator.Kind)];

    public static TheoryData<string, int> KindsAndDifficulties =>
        [.. All.SelectMany(static generator => new[] { 1, 5, 10 }.Select(difficulty => (generator.Kind, difficulty)))];

    [Fact]
    public void All_Always_AreTheKindsOnceEach() =>
        Assert.Equal(["arithmetic", "countdown", "game24", "logic", "sudoku-4", "sudoku-9"], All.Select(static generator => generator.Kind));

    [Theory]
    [MemberData(nameof(KindsAndDifficulties))]
    public void Generate_Twice_IsTheSame(string kind, int difficulty) =>
        Assert.Equal(Texts(Of(kind).Generate(7, 20, difficulty)), Texts(Of(kind).Generate(7, 20, difficulty)));

    [Theory]
    [MemberData(nameof(KindsAndDifficulties))]
    public void Generate_MoreItems_BeginsWithTheSame(string kind, int difficulty) =>
        Assert.Equal(Texts(Of(kind).Generate(1, 10, difficulty)), Texts(Of(kind).Generate(1, 100, difficulty)).Take(10));

    [Theory]
    [MemberData(nameof(KindsAndDifficulties))]
    public void Generate_HundredItems_HasNoDoubles(string kind, int difficulty)
    {
        var items = Of(kind).Generate(1, 100, difficulty).ToArray();

        Assert.Equal(100, items.Length);
        Assert.Distinct(items.Select(static item => item.Id));
        Assert.Distinct(items.Select(Question.Of));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Generate_OtherSeed_IsOthers(string kind) =>
        Assert.NotEqual(Of(kind).Generate(1, 10, 4).Select(Question.Of), Of(kind).Generate(2, 10, 4).Select(Question.Of));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Generate_AnyItem_IsNamedAndAsksForTheAnswerLast(string kind) => Assert.All(Of(kind).Generate(3, 5, 2).Index(), pair =>
    {
        Assert.Equal($"{kind}-s3-d2-000{pair.Index}", pair.Item.Id);
        Assert.NotEmpty(pair.Item.Category);
        Assert.StartsWith("Answer: <", Question.Of(pair.Item).Split('\n')[^1], StringComparison.Ordinal);
    });

    [Fact]
    public void Generate_ManyItems_SplitsThemInHalves()
    {
        var fit = Of("arithmetic").Generate(1, 1000, 3).GroupBy(static item => item.Split).ToDictionary(static group => group.Key, static group => group.Count());

        Assert.Equal(["fit", "test"], fit.Keys.Order());
        // Four standard errors of √1000 / 2.
        Assert.Equal(500.0, fit["fit"], 63.0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    public void Generate_DifficultyOutOfRange_ThrowsAtOnce(int difficulty) =>
        Assert.All(All, generator => Assert.Throws<ArgumentOutOfRangeException>(() => generator.Generate(1, 1, difficulty)));

    [Fact]
    public void Generate_MoreThanThereAre_SaysHowManyThereAre()
    {
        var thrown = Assert.Throws<ArgumentOutOfRangeException>(static () => Of("game24").Generate(1, 200, 5).Count());

        Assert.Contains("about 136 different questions at difficulty 5", thrown.Message, StringComparison.Ordinal);
    }

    // A suite names kind, seed and difficulty alone: items that change, change every result that was reported on them.
    [Theory]
    [InlineData("arithmetic", "bec65e5664336985")]
    [InlineData("logic", "235b481a4b8c4836")]
    [InlineData("countdown", "23528648c6babf45")]
    [InlineData("game24", "ce30f7827e6f524d")]
    [InlineData("sudoku-4", "250a91e5ded1794e")]
    [InlineData("sudoku-9", "4bcfc27152e67413")]
    public void Generate_FirstItems_NeverChange(string kind, string hash)
    {
        var text = string.Join('\n', new[] { 1, 5, 10 }.SelectMany(difficulty => Texts(Of(kind).Generate(1, 20, difficulty))));

        Assert.Equal(hash, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16]);
    }

    private static IItemGenerator Of(string kind) => All.Single(generator => generator.Kind == kind);

    private static IEnumerable<string> Texts(IEnumerable<SuiteItem> items) =>
        items.Select(static item => $"{item.Id}|{item.Category}|{item.Split}|{item.Gold}|{Question.Of(item)}");
}
