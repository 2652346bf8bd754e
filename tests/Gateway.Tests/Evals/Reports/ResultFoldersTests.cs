using Gateway.Evals.Reports;
using Gateway.Evals.Running;
using Gateway.Tests.Evals.Cli;
using Gateway.Tests.Evals.Suites;

namespace Gateway.Tests.Evals.Reports;

public sealed class ResultFoldersTests : IDisposable
{
    private static readonly RunSpec Spec = Results.Spec("p", "aaaa");
    private static readonly SampleRow[] Rows = Results.Rows("1101001011");

    private readonly TempFolder _folder = new();

    [Fact]
    public void Read_Shards_GiveTheReportOfOneRun()
    {
        var whole = Results.Write(_folder, "whole", Spec, Rows);
        var parts = Enumerable.Range(0, 3).Select(part => Results.Write(_folder, $"parts/{part}", Spec with { Shard = $"{part}/3", Command = $"run {part}" }, Rows.Where((_, i) => i % 3 == part))).ToArray();

        Assert.Equal(Json(whole), Json(parts));
        Assert.Equal(Json(whole), Json(_folder.Of("parts")));
        Assert.Equal(Json(whole), Json([.. parts.Reverse()]));
    }

    [Fact]
    public void Read_FinishedInAnyOrder_IsById()
    {
        var folder = Results.Write(_folder, "r", Spec, Rows.Reverse());

        Assert.Equal(Rows.Select(static row => row.Id), Assert.Single(ResultFolders.Read([folder])).Rows.Select(static row => row.Id));
    }

    [Fact]
    public void Read_SeveralPolicies_AreInTheOrderOfTheFoldersThenOfTheNames()
    {
        var first = Results.Write(_folder, "1", Results.Spec("z"), Rows);
        var second = Results.Write(_folder, "2", Results.Spec("b"), Rows);
        Results.Write(_folder, "2", Results.Spec("a"), Rows);

        Assert.Equal(["z", "a", "b"], ResultFolders.Read([first, second]).Select(static run => run.Spec.Policy));
    }

    [Fact]
    public void Read_OtherSeed_IsAnotherRun()
    {
        var folders = new[] { Results.Write(_folder, "1", Spec, Rows), Results.Write(_folder, "2", Spec with { Seed = 2 }, Rows) };

        Assert.Equal(2, ResultFolders.Read(folders).Count);
    }

    [Fact]
    public void Read_SameItemTwice_NamesItAndBothFolders()
    {
        var first = Results.Write(_folder, "1", Spec with { Shard = "0/2" }, Rows[..3]);
        var second = Results.Write(_folder, "2", Spec with { Shard = "1/2" }, Rows[2..]);

        Assert.Equal($"the item q2 is in {Path.Combine(first, "p")} and in {Path.Combine(second, "p")}; give each part once", Problem(first, second));
    }

    [Fact]
    public void Read_ShardsOfOtherLimits_AreRefused()
    {
        var first = Results.Write(_folder, "1", Spec with { Shard = "0/2", Limit = 6 }, Rows[..3]);
        var second = Results.Write(_folder, "2", Spec with { Shard = "1/2", Limit = 14 }, Rows[3..]);

        Assert.Equal($"{Path.Combine(second, "p")} was limited to 14 items and {Path.Combine(first, "p")} to 6 items, which gives shards other items; give parts of one run", Problem(first, second));
    }

    [Fact]
    public void Read_FolderWithoutResults_SaysWhatIsLegal() => Assert.Equal($"{_folder.Root} holds no results; legal is what run was given as --out", Problem(_folder.Root));

    [Fact]
    public void Read_NoFolder_SaysSo() => Assert.Equal($"there is no folder {_folder.Of("x")}", Problem(_folder.Of("x")));

    [Fact]
    public void Read_FiguresAlone_SaysThatTheSamplesAreMissing()
    {
        var folder = Results.Write(_folder, "r", Spec, Rows);
        File.Delete(Path.Combine(folder, "p", RunFolder.SamplesName));

        Assert.Equal($"{Path.Combine(folder, "p")} has run.json and no samples.jsonl: only the figures were kept there", Problem(folder));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"spec\": {}}")]
    [InlineData("{\"spec\": {\"suite\": 7}}")]
    public void Read_RunIsNoDescription_NamesTheFile(string run)
    {
        var file = _folder.Write("r/p/run.json", run);
        _folder.Write("r/p/samples.jsonl", "");

        Assert.StartsWith($"{file} is no description of a run (", Assert.Throws<RunFolderException>(() => ResultFolders.Read([_folder.Of("r")])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_BrokenLine_NamesFileAndLine()
    {
        var folder = Results.Write(_folder, "r", Spec, Rows[..1]);
        var samples = Path.Combine(folder, "p", RunFolder.SamplesName);
        File.AppendAllText(samples, "{\"id\": \n");

        Assert.StartsWith($"{samples}:2: this is no row of an evaluation (", Assert.Throws<RunFolderException>(() => ResultFolders.Read([folder])).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static string Json(params string[] folders) => JsonReport.Write(EvaluationReport.Of(ResultFolders.Read(folders), baseline: null)).ToJsonString();

    private static string Problem(params string[] folders) => Assert.Throws<ReportException>(() => ResultFolders.Read(folders)).Message;
}
