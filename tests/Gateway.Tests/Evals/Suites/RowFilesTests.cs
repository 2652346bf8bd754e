using System.IO.Compression;
using System.Text;
using Gateway.Evals.Suites;

namespace Gateway.Tests.Evals.Suites;

public sealed class RowFilesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("{\"a\":1}\n\n  \n{\"a\":2}")]
    [InlineData("{\"a\":1}\r\n\r\n\r\n{\"a\":2}\r\n")]
    [InlineData("\uFEFF{\"a\":1}\n\n\n{\"a\":2}\n")]
    public async Task Read_JsonLines_GivesEachLineWithItsNumber(string text) =>
        Assert.Equal(["1 {\"a\":1}", "4 {\"a\":2}"], await ReadAsync(_folder.Write("a.jsonl", text)));

    [Fact]
    public async Task Read_GzippedJsonLines_AreUnpacked() =>
        Assert.Equal(["1 {\"a\":1}"], await ReadAsync(_folder.Write("a.jsonl.gz", Packed("{\"a\":1}\n"))));

    [Fact]
    public async Task Read_JsonList_GivesItsElements() =>
        Assert.Equal(["1 {\"a\":1}", "2 {\"a\":2}"], await ReadAsync(_folder.Write("a.json", "[\n{\"a\":1},\n{\"a\":2}]")));

    [Theory]
    [InlineData("algebra/1.json", "{\"a\":1}", "1 {\"a\":1,\"id\":\"algebra/1\"}")]
    [InlineData("algebra/1.json", "{\"a\":1,\"id\":\"own\"}", "1 {\"a\":1,\"id\":\"own\"}")]
    public async Task Read_JsonObject_HasItsOwnIdOrThatOfFolderAndName(string name, string text, string expected) =>
        Assert.Equal([expected], await ReadAsync(_folder.Write(name, text)));

    [Fact]
    public async Task Read_GzippedJsonObject_HasTheIdOfThePlainOne() =>
        Assert.Equal(["1 {\"a\":1,\"id\":\"algebra/1\"}"], await ReadAsync(_folder.Write("algebra/1.json.gz", Packed("{\"a\":1}"))));

    [Theory]
    [InlineData("id,text\n1,\"a, 'b'\nc\"\n2,d\n", "3 {\"id\":\"1\",\"text\":\"a, \\u0027b\\u0027\\nc\"}", "4 {\"id\":\"2\",\"text\":\"d\"}")]
    [InlineData("id,text\r\n1,\"say \"\"x\"\"\"\r\n2,\r\n", "2 {\"id\":\"1\",\"text\":\"say \\u0022x\\u0022\"}", "3 {\"id\":\"2\",\"text\":\"\"}")]
    [InlineData("\uFEFFid,text\n1,a\n\n2,b", "2 {\"id\":\"1\",\"text\":\"a\"}", "4 {\"id\":\"2\",\"text\":\"b\"}")]
    public async Task Read_Csv_TakesTheHeaderAndQuotedCells(string text, params string[] expected) =>
        Assert.Equal(expected, await ReadAsync(_folder.Write("a.csv", text)));

    [Fact]
    public async Task Read_TsvWithoutHeader_TakesTheColumns() =>
        Assert.Equal(["1 {\"q\":\"1-1\",\"a\":\"0\"}", "2 {\"q\":\"2-2\",\"a\":\"0\"}"], await ReadAsync(_folder.Write("a.tsv", "1-1\t0\n2-2\t0\n"), ["q", "a"]));

    [Fact]
    public async Task Read_CsvRowWithOtherCells_SaysWhereAndNamesTheColumns() =>
        Assert.Equal("FILE:3: 3 cells where there are 2 columns (id, text)", await ProblemAsync("a.csv", "id,text\n1,a\n2,b,c\n"));

    [Theory]
    [InlineData("a.jsonl")]
    [InlineData("a.csv")]
    [InlineData("a.tsv")]
    public async Task Read_EmptyFile_HasNoRows(string name) => Assert.Empty(await ReadAsync(_folder.Write(name, "")));

    [Theory]
    [InlineData("a.jsonl", "{\"a\":1}\n{\"a\":\n", "FILE:2: this is not JSON: ")]
    [InlineData("a.jsonl", "{\"a\":1}\n[1]\n", "FILE:2: this is no JSON object")]
    [InlineData("a.jsonl", "null\n", "FILE:1: this is no JSON object")]
    [InlineData("a.jsonl", "{\"a\":1,\"a\":2}\n", "FILE:1: this is not JSON: ")]
    [InlineData("a.json", "", "FILE: this is not JSON: ")]
    [InlineData("a.json", "[{\"a\":1,}]", "FILE: this is not JSON: ")]
    [InlineData("a.json", "[{\"a\":1,\"a\":2}]", "FILE: this is not JSON: ")]
    [InlineData("a.json", "7", "FILE: holds neither an object nor a list of objects")]
    [InlineData("a.json", "null", "FILE: holds neither an object nor a list of objects")]
    [InlineData("a.json", "[{}, 7]", "FILE: element 1 is no object")]
    public async Task Read_BadJson_SaysWhere(string name, string text, string expected) =>
        Assert.StartsWith(expected, await ProblemAsync(name, text), StringComparison.Ordinal);

    [Theory]
    [InlineData("a.txt", ".txt")]
    [InlineData("a", "")]
    [InlineData("a.txt.gz", ".txt")]
    public async Task Read_OtherExtension_NamesTheLegalOnes(string name, string extension) =>
        Assert.Equal($"FILE: files that end in '{extension}' are not read; legal are .jsonl, .json, .csv, .tsv, .parquet, and .gz behind it", await ProblemAsync(name, "x"));

    [Theory]
    [InlineData("a.jsonl.gz", "no gzip at all")]
    [InlineData("a.csv.gz", "no gzip at all")]
    [InlineData("a.parquet", "no parquet at all, but long enough for a header")]
    [InlineData("b.parquet", "")]
    public async Task Read_BrokenFile_NamesIt(string name, string text) =>
        Assert.StartsWith("FILE: cannot be read: ", await ProblemAsync(name, text), StringComparison.Ordinal);

    [Fact]
    public async Task Read_CutGzip_NamesTheFile()
    {
        var packed = Packed(string.Concat(Enumerable.Range(0, 5000).Select(static i => $"{{\"a\":{i}}}\n")));

        Assert.StartsWith("FILE", await ProblemAsync("a.jsonl.gz", packed[..(packed.Length / 2)]), StringComparison.Ordinal);
    }

    [Fact]
    public void FilesOf_Folder_AreThoseWithRowsInTheOrderOfTheirNames()
    {
        foreach (var name in new[] { "b.csv", "a/2.json", "a/10.json.gz", "README.md", "c.parquet", "d.txt" }) _folder.Write(name, "");

        Assert.Equal(["a/10.json.gz", "a/2.json", "b.csv", "c.parquet"], RowFiles.FilesOf(_folder.Root).Select(file => Path.GetRelativePath(_folder.Root, file)));
    }

    [Theory]
    [InlineData("questions.jsonl")]
    [InlineData("questions.jsonl.gz")]
    public void FilesOf_RecordedFolder_AreItsQuestions(string questions)
    {
        foreach (var name in new[] { questions, "outputs/m.jsonl", "prices.json" }) _folder.Write(name, "");

        Assert.Equal([_folder.Of(questions)], RowFiles.FilesOf(_folder.Root));
    }

    [Fact]
    public void FilesOf_FolderWithoutRows_NamesTheLegalOnes() => Assert.Equal(
        $"{_folder.Root} holds no rows; legal are files that end in .jsonl, .json, .csv, .tsv, .parquet, and .gz behind it",
        Assert.Throws<SuiteProblemException>(() => RowFiles.FilesOf(_folder.Root)).Message);

    [Fact]
    public void FilesOf_Nothing_SaysSo() =>
        Assert.Equal($"there is no file or folder {_folder.Of("x")}", Assert.Throws<SuiteProblemException>(() => RowFiles.FilesOf(_folder.Of("x"))).Message);

    public void Dispose() => _folder.Dispose();

    private Task<string> ProblemAsync(string name, string text) => ProblemAsync(name, Encoding.UTF8.GetBytes(text));

    private async Task<string> ProblemAsync(string name, byte[] content)
    {
        var file = _folder.Write(name, content);
        var thrown = await Assert.ThrowsAsync<SuiteProblemException>(() => ReadAsync(file));
        return thrown.Message.Replace(file, "FILE", StringComparison.Ordinal);
    }

    private static async Task<List<string>> ReadAsync(string file, IReadOnlyList<string>? columns = null)
    {
        var rows = new List<string>();
        await foreach (var (number, row) in RowFiles.ReadAsync(file, columns, TestContext.Current.CancellationToken)) rows.Add($"{number} {row.ToJsonString()}");
        return rows;
    }

    private static byte[] Packed(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }
}
