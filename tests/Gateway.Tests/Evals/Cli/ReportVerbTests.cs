using System.Text.Json.Nodes;
using Gateway.Evals.Cli;
using Gateway.Evals.Running;
using Gateway.Tests.Evals.Suites;

namespace Gateway.Tests.Evals.Cli;

public sealed class ReportVerbTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _results;

    public ReportVerbTests()
    {
        Results.Write(_folder, "r", Results.Spec("p", "aaaa"), Results.Rows("1110"));
        _results = Results.Write(_folder, "r", Results.Spec("m"), Results.Rows("1100"));
    }

    [Fact]
    public async Task Report_NoFolders_IsRefusedWithOne() => Assert.Equal(1, (await RunAsync()).Code);

    [Fact]
    public async Task Report_MissingFolder_SaysSoAndEndsWithTwo()
    {
        var (code, _, error) = await RunAsync(_folder.Of("x"));

        Assert.Equal((2, $"there is no folder {_folder.Of("x")}"), (code, error.TrimEnd()));
    }

    [Fact]
    public async Task Report_FolderWithoutResults_SaysWhatIsLegalAndEndsWithTwo()
    {
        Directory.CreateDirectory(_folder.Of("empty"));
        var (code, _, error) = await RunAsync(_folder.Of("empty"));

        Assert.Equal((2, $"{_folder.Of("empty")} holds no results; legal is what run was given as --out"), (code, error.TrimEnd()));
    }

    [Fact]
    public async Task Report_Results_ShowsTheTable()
    {
        var (code, output, error) = await RunAsync(_results);

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("30.1 to 95.4 %", output, StringComparison.Ordinal);
        Assert.Contains("Baseline: m, the only single model here.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_JsonAndMarkdown_AreWritten()
    {
        var (code, _, _) = await RunAsync(_results, "--json", _folder.Of("report.json"), "--markdown", _folder.Of("report.md"), "--baseline", "P");

        Assert.Equal(0, code);
        Assert.Equal("p", JsonNode.Parse(await ReadAsync("report.json"))!["baseline"]!.GetValue<string>());
        Assert.StartsWith("# s (version 2), split test\n", await ReadAsync("report.md"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("p:accuracy < 0.7 or errors > 0", 0, "")]
    [InlineData("accuracy < 0.7", 1, "--fail-if: m: accuracy is 0.5, < 0.7")]
    [InlineData("acuracy < 0.7", 2, "--fail-if: 'acuracy' is no figure; legal are accuracy, calls_per_item, ci95_low, cost_usd, errors, input_tokens, n, output_tokens, p50_ms, p95_ms, vs_baseline, vs_baseline_low")]
    [InlineData("x:accuracy < 0.7", 2, "--fail-if: 'x' is not among the policies; legal are m, p")]
    public async Task Report_FailIf_EndsAsItHolds(string condition, int expected, string message)
    {
        var (code, _, error) = await RunAsync(_results, "--fail-if", condition);

        Assert.Equal((expected, message), (code, error.TrimEnd()));
    }

    [Fact]
    public async Task Report_UnknownBaseline_NamesTheLegalOnesAndEndsWithTwo()
    {
        var (code, _, error) = await RunAsync(_results, "--baseline", "x");

        Assert.Equal((2, "--baseline x is not among the policies; legal are m, p"), (code, error.TrimEnd()));
    }

    [Theory]
    [InlineData("--json")]
    [InlineData("--markdown")]
    public async Task Report_FileCannotBeWritten_NamesItAndEndsWithTwo(string option)
    {
        var file = _folder.Of("nowhere/report");
        var (code, _, error) = await RunAsync(_results, option, file);

        Assert.Equal(2, code);
        Assert.Contains(file, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Score_AfterAWrongVerdict_SaysWhatChanged()
    {
        Results.Write(_folder, "g", Results.Spec("p", "aaaa") with { Suite = "gsm8k" }, [Results.Row("q0", false) with { Text = "Answer: 7", Gold = "7" }, Results.Row("q1", false) with { Text = null, Error = "timeout" }]);

        var (code, output, error) = await CommandLine.RunAsync(ScoreVerb.Create(), _folder.Of("g"));

        Assert.Equal((0, "", "p: 0.0 % before, 50.0 % now; 1 of 2 items were graded otherwise"), (code, error, output.TrimEnd()));
        Assert.True(SamplesFile.Read(_folder.Of("g/p/samples.jsonl"))[0].Correct);
    }

    [Fact]
    public async Task Score_FolderThatIsNotThere_IsNotMade()
    {
        var (code, _, error) = await CommandLine.RunAsync(ScoreVerb.Create(), _folder.Of("x"));

        Assert.Equal((2, $"there is no folder {_folder.Of("x")}"), (code, error.TrimEnd()));
        Assert.False(Directory.Exists(_folder.Of("x")));
    }

    public void Dispose() => _folder.Dispose();

    private Task<string> ReadAsync(string name) => File.ReadAllTextAsync(_folder.Of(name), TestContext.Current.CancellationToken);

    private static Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments) => CommandLine.RunAsync(ReportVerb.Create(), arguments);
}
