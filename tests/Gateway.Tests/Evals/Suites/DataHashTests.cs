using Gateway.Evals.Suites;
using Parquet.Serialization;

namespace Gateway.Tests.Evals.Suites;

public sealed class DataHashTests : IDisposable
{
    private const string Lines = """
        {"id":"1","question":"What is ""x""? Ünï","answer":"a, b"}
        {"id":"2","question":"two\nlines","answer":"c"}
        """;

    private readonly TempFolder _folder = new();

    public static TheoryData<string, string> OtherForms => new()
    {
        { "a.json", "[" + Rows.ReplaceLineEndings(",") + "]" },
        { "b.jsonl", Rows.ReplaceLineEndings("\r\n") + "\r\n" },
        { "a.csv", "answer,id,question\n\"a, b\",1,\"What is \"\"x\"\"? Ünï\"\nc,2,\"two\nlines\"\n" },
        { "a.tsv", "id\tquestion\tanswer\n1\t\"What is \"\"x\"\"? Ünï\"\ta, b\n2\t\"two\nlines\"\tc\n" },
    };

    private static string Rows => Lines.Replace("\"\"x\"\"", "\\\"x\\\"", StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(OtherForms))]
    public async Task DataHash_SameRowsInAnotherForm_IsEqual(string name, string text) => Assert.Equal(await HashAsync("a.jsonl", Rows), await HashAsync(name, text));

    [Fact]
    public async Task DataHash_SameRowsAsParquet_IsEqual()
    {
        await using (var stream = File.Create(_folder.Of("a.parquet")))
        {
            await ParquetSerializer.SerializeAsync(
                [new Row { id = "1", question = "What is \"x\"? Ünï", answer = "a, b" }, new Row { id = "2", question = "two\nlines", answer = "c" }],
                stream,
                cancellationToken: TestContext.Current.CancellationToken);
        }

        Assert.Equal(await HashAsync("a.jsonl", Rows), await HashAsync(_folder.Of("a.parquet")));
    }

    [Theory]
    [InlineData("\"answer\":\"c\"", "\"answer\":\"d\"")]
    [InlineData("\"id\":\"2\"", "\"id\":\"3\"")]
    [InlineData("two\\nlines", "two lines")]
    [InlineData("\"question\":\"two\\nlines\",\"answer\":\"c\"", "\"question\":\"two\\nline\",\"answer\":\"sc\"")]
    public async Task DataHash_OtherContent_Differs(string before, string after) =>
        Assert.NotEqual(await HashAsync("a.jsonl", Rows), await HashAsync("b.jsonl", Rows.Replace(before, after, StringComparison.Ordinal)));

    public void Dispose() => _folder.Dispose();

    private Task<string> HashAsync(string name, string text) => HashAsync(_folder.Write(name, text));

    private async Task<string> HashAsync(string file) =>
        (await SuiteItems.LoadAsync(SuiteYaml.Load(_folder), null, file, _folder.Root, TestContext.Current.CancellationToken)).DataHash;

    // Parquet names its columns after the properties.
#pragma warning disable IDE1006 // Names of the columns
    private sealed class Row
    {
        public string id { get; set; } = "";

        public string question { get; set; } = "";

        public string answer { get; set; } = "";
    }
#pragma warning restore IDE1006
}
