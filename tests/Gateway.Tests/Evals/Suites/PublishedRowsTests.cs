using Gateway.Evals.Suites;

namespace Gateway.Tests.Evals.Suites;

/// <summary>The shipped suites on rows as the data sets' authors and the recorded folders write them.</summary>
public sealed class PublishedRowsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Gsm8k_PublishedRow_IsAskedAndGraded()
    {
        var (suite, item) = await ReadAsync("gsm8k", "test.jsonl", """{"question":"How many?","answer":"We add <<1000+234=1234>>.\n#### 1,234"}""");

        Assert.Equal("1,234", item.Gold);
        Assert.StartsWith("How many?\n", await AskedAsync(suite, item), StringComparison.Ordinal);
        Assert.True(suite.IsCorrect("1000 and 234.\nAnswer: $1,234.00", item));
        Assert.False(suite.IsCorrect("Answer: 1235", item));
    }

    [Fact]
    public async Task Crux_PublishedRow_IsAskedAndGraded()
    {
        var (suite, item) = await ReadAsync("crux", "cruxeval.jsonl", """{"code":"def f(x):\n    return x","input":"['a', 1]","output":"['a', 1]","id":"sample_0"}""");

        Assert.Equal("sample_0", item.Id);
        Assert.Contains("    return x\nassert f(['a', 1]) == ??", await AskedAsync(suite, item), StringComparison.Ordinal);
        Assert.True(suite.IsCorrect("It returns x.\nAnswer: `[\"a\", 1]`", item));
        Assert.False(suite.IsCorrect("Answer: ['a', 2]", item));
    }

    [Fact]
    public async Task Math_FolderOfObjects_IsAskedAndGraded()
    {
        _folder.Write("test/algebra/12.json", """{"problem":"What is $x$?","level":"Level 5","type":"Algebra","solution":"Thus $x=\\boxed{\\frac{1}{2}}$."}""");
        var (suite, item) = await ReadAsync("math", "test");

        Assert.Equal(("algebra/12", "Algebra", @"\frac{1}{2}"), (item.Id, item.Category, item.Gold));
        Assert.StartsWith("What is $x$?", await AskedAsync(suite, item), StringComparison.Ordinal);
        Assert.True(suite.IsCorrect(@"So \boxed{1/2}.", item));
        Assert.False(suite.IsCorrect(@"So \boxed{2}.", item));
    }

    [Fact]
    public async Task MmluPro_PublishedRow_IsAskedAndGraded()
    {
        var (suite, item) = await ReadAsync("mmlu-pro", "test.jsonl", """{"question_id":70,"question":"Which?","options":["x","y"],"answer":"B","answer_index":1,"category":"law"}""");

        Assert.Equal(("70", "law", "B"), (item.Id, item.Category, item.Gold));
        Assert.StartsWith("Which?\n\nA. x\nB. y\n\n", await AskedAsync(suite, item), StringComparison.Ordinal);
        Assert.True(suite.IsCorrect("The answer is (B)", item));
        Assert.False(suite.IsCorrect("The answer is (A)", item));
    }

    [Theory]
    [InlineData("24.csv", "Rank,Puzzles,AMT (s)\n1,4 5 6 10,4.4\n", "1")]
    [InlineData("rec/questions.jsonl", """{"id": "game24-900", "numbers": [4, 5, 6, 10]}""", "game24-900")]
    public async Task Game24_PublishedAndRecordedRows_AreAskedAndGraded(string file, string text, string id)
    {
        _folder.Write(file, text);
        var (suite, item) = await ReadAsync("game24", file.Split('/')[0]);

        Assert.Equal((id, "4 5 6 10 -> 24"), (item.Id, item.Gold));
        Assert.StartsWith("Use the numbers 4 5 6 10, each", await AskedAsync(suite, item), StringComparison.Ordinal);
        Assert.True(suite.IsCorrect("I try.\nAnswer: (10 - 6) * 5 + 4 = 24", item));
        Assert.False(suite.IsCorrect("I try.\nAnswer: 6 * 4 = 24", item));
    }

    [Theory]
    [InlineData("gsm", "34", "20 + 6 + 8 = 34", "35")]
    [InlineData("crux", "['a']", "[\\\"a\\\"]", "[]")]
    [InlineData("math-l5", "\\\\frac{1}{2}", "0.5", "2")]
    public async Task ZeroEval_RecordedRow_IsGradedByItsDomain(string domain, string gold, string right, string wrong)
    {
        _folder.Write("rec/questions.jsonl", $$"""{"id":"{{domain}}:1","split":"fit","domain":"{{domain}}","prompt":"P","answer":"{{gold}}"}""");
        var (suite, item) = await ReadAsync("zeroeval", "rec");

        Assert.Equal((domain, "fit"), (item.Category, item.Split));
        Assert.Equal("P", await AskedAsync(suite, item));
        Assert.True(suite.IsCorrect($$"""{"reasoning": "r", "answer": "{{right}}"}""", item));
        Assert.False(suite.IsCorrect($$"""{"reasoning": "r", "answer": "{{wrong}}"}""", item));
    }

    public void Dispose() => _folder.Dispose();

    private Task<(Suite Suite, SuiteItem Item)> ReadAsync(string name, string file, string text)
    {
        _folder.Write(file, text);
        return ReadAsync(name, file);
    }

    private async Task<(Suite Suite, SuiteItem Item)> ReadAsync(string name, string data)
    {
        var suite = new SuiteFolder(RepositoryRoot.Of("evals", "suites")).Load(name);
        return (suite, Assert.Single((await SuiteItems.LoadAsync(suite, null, _folder.Of(data), _folder.Root, TestContext.Current.CancellationToken)).Items));
    }

    private static async Task<string> AskedAsync(Suite suite, SuiteItem item) => (await suite.PromptOfAsync(item, TestContext.Current.CancellationToken)).Messages[^1].Text;
}
