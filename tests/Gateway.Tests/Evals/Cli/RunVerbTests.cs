using Gateway.Evals.Cli;
using Gateway.Tests.Evals.Suites;

namespace Gateway.Tests.Evals.Cli;

public sealed class RunVerbTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public RunVerbTests()
    {
        _folder.Write("rec/questions.jsonl", string.Concat(Enumerable.Range(0, 8).Select(static i => $"{{\"id\":\"q{i}\",\"split\":\"{(i < 2 ? "fit" : "test")}\",\"question\":\"{i}+1?\",\"answer\":\"{i + 1}\"}}\n")));
        _folder.Write("rec/outputs/small.jsonl", string.Concat(Enumerable.Range(0, 8).Select(static i => $"{{\"id\":\"q{i}\",\"text\":\"Answer: {(i % 2 == 0 ? i + 1 : 0)}\"}}\n")));
        _folder.Write("rec/outputs/large.jsonl", string.Concat(Enumerable.Range(0, 8).Select(static i => $"{{\"id\":\"q{i}\",\"text\":\"Answer: {i + 1}\"}}\n")));
    }

    // What System.CommandLine itself refuses ends with 1.
    [Theory]
    [InlineData("--limit 0", "--limit 0 is not legal; give an integer of at least 1")]
    [InlineData("--limit -1", "--limit -1 is not legal; give an integer of at least 1")]
    [InlineData("--limit many", "--limit many is not legal; give an integer of at least 1")]
    [InlineData("--limit 3000000000", "--limit 3000000000 is not legal; give an integer of at least 1")]
    [InlineData("--parallel 0", "--parallel 0 is not legal; give an integer of at least 1")]
    [InlineData("--parallel x", "--parallel x is not legal; give an integer of at least 1")]
    [InlineData("--seed -1", "--seed -1 is not legal; give an integer of at least 0")]
    [InlineData("--seed x", "--seed x is not legal; give an integer of at least 0")]
    [InlineData("--shard 4/3", "--shard 4/3 is not legal; give i/n with n from 1 to 10000 and i from 0")]
    [InlineData("--shard half", "--shard half is not legal; give i/n")]
    [InlineData("--shard", "--shard")]
    [InlineData("--shrd 0/4", "--shrd")]
    public async Task Run_OptionCannotBeParsed_SaysWhatIsLegalAndEndsWithOne(string option, string expected)
    {
        var (code, _, error) = await RunAsync(["--suite", "gsm8k", "--policy", "small", .. option.Split(' ')]);

        Assert.Equal(1, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--suite", "Option '--policy' is required.")]
    [InlineData("--policy", "Option '--suite' is required.")]
    public async Task Run_RequiredOptionIsMissing_NamesIt(string given, string expected)
    {
        var (code, _, error) = await RunAsync(given, "gsm8k");

        Assert.Equal(1, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("foo")]
    [InlineData("recorded:")]
    [InlineData("Live")]
    public async Task Run_OtherModels_SaysWhatIsLegalAndEndsWithTwo(string models)
    {
        var (code, _, error) = await RunAsync("--suite", "gsm8k", "--policy", "small", "--models", models);

        Assert.Equal((2, $"--models {models} is not legal; give live, or recorded:DIR"), (code, error.TrimEnd()));
    }

    [Fact]
    public async Task Run_UnknownSuite_NamesTheNearestAndEndsWithTwo()
    {
        var (code, _, error) = await RunAsync("--suite", "gsm8", "--policy", "small", "--models", "live");

        Assert.Equal(2, code);
        Assert.StartsWith("'gsm8' is neither a suite nor a file; did you mean 'gsm8k'?; the suites are arithmetic, countdown,", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_UnknownPolicy_NamesTheNearestAndEndsWithTwo()
    {
        var (code, _, error) = await RunRecordedAsync("--policy", "smal");

        Assert.Equal(2, code);
        Assert.StartsWith("'smal' is neither a policy, nor a model, nor a file; did you mean 'small'?; there are ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_UnknownSplit_NamesTheLegalOnesAndEndsWithTwo()
    {
        var (code, _, error) = await RunRecordedAsync("--policy", "small", "--split", "dev");

        Assert.Equal((2, "there are no items in the split 'dev'; legal are fit, test and all"), (code, error.TrimEnd()));
    }

    [Theory]
    [InlineData("nowhere", "there is no file or folder nowhere")]
    [InlineData("nowhere.txt", "there is no file or folder nowhere.txt")]
    public async Task Run_DataThatIsNotThere_SaysSoAndEndsWithTwo(string data, string expected)
    {
        var (code, _, error) = await RunAsync("--suite", "gsm8k", "--policy", "small", "--data", data);

        Assert.Equal((2, expected), (code, error.TrimEnd()));
    }

    [Fact]
    public async Task Run_ConfigurationIsNotThere_SaysWhatToGiveAndEndsWithTwo()
    {
        var (code, _, error) = await RunAsync("--suite", "arithmetic", "--policy", "small", "--config", _folder.Of("none.json"));

        Assert.Equal(2, code);
        Assert.StartsWith($"there is no configuration {_folder.Of("none.json")}; name one with --config", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_RecordedModels_ReportsThemAgainstTheBestSingle()
    {
        var (code, output, error) = await RunRecordedAsync("--policy", "small", "--policy", "large");

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("Baseline: large, the best single model on the 2 items of the fit split", output, StringComparison.Ordinal);
        Assert.EndsWith($"Results are in {_folder.Of("out")}.", output.TrimEnd(), StringComparison.Ordinal);
        Assert.Contains("| small | 6 | 50.0 % |", await File.ReadAllTextAsync(_folder.Of("out/report.md"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_UnknownBaseline_NamesTheLegalOnesBeforeAnythingIsAsked()
    {
        var (code, _, error) = await RunRecordedAsync("--policy", "small", "--baseline", "medium");

        Assert.Equal((2, "--baseline medium is not among the policies; legal are small"), (code, error.TrimEnd()));
        Assert.False(Directory.Exists(_folder.Of("out")));
    }

    [Fact]
    public async Task Run_AnswerThatWasNotRecorded_IsAnErrorAndEndsWithOne()
    {
        _folder.Write("rec/outputs/part.jsonl", """{"id":"q2","text":"Answer: 3"}""");
        var (failed, _, error) = await RunRecordedAsync("--policy", "part");

        Assert.Equal((1, ""), (failed, error));
    }

    [Fact]
    public async Task Run_Again_AsksNothingAndReportsTheSame()
    {
        await RunRecordedAsync("--policy", "small");
        var before = await File.ReadAllTextAsync(_folder.Of("out/small/samples.jsonl"), TestContext.Current.CancellationToken);

        Assert.Equal(0, (await RunRecordedAsync("--policy", "small")).Code);

        Assert.Equal(before, await File.ReadAllTextAsync(_folder.Of("out/small/samples.jsonl"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Run_AnotherSeedIntoTheSameFolder_IsRefusedWithTwo()
    {
        await RunRecordedAsync("--policy", "small");
        var (code, _, error) = await RunRecordedAsync("--policy", "small", "--seed", "2");

        Assert.Equal(2, code);
        Assert.StartsWith($"{_folder.Of("out/small")} holds another run: its seed was 1, now it is 2;", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ShardsOfARun_ReportTheSameAsTheWhole()
    {
        await RunRecordedAsync("--policy", "small");

        // Of six items the seventh and eighth part have none.
        foreach (var part in Enumerable.Range(1, 8).Select(static i => $"{i}/8"))
            Assert.Equal(0, (await RunAsync("--suite", "gsm8k", "--models", $"recorded:{_folder.Of("rec")}", "--policy", "small", "--shard", part, "--out", _folder.Of($"parts/{part[0]}"))).Code);

        Assert.Equal(await JsonAsync("out"), await JsonAsync("parts"));
    }

    public void Dispose() => _folder.Dispose();

    private async Task<string> JsonAsync(string results)
    {
        Assert.Equal(0, (await CommandLine.RunAsync(ReportVerb.Create(), _folder.Of(results), "--json", _folder.Of("report.json"))).Code);
        return await File.ReadAllTextAsync(_folder.Of("report.json"), TestContext.Current.CancellationToken);
    }

    private Task<(int Code, string Output, string Error)> RunRecordedAsync(params string[] arguments) =>
        RunAsync(["--suite", "gsm8k", "--models", $"recorded:{_folder.Of("rec")}", "--out", _folder.Of("out"), .. arguments]);

    private static Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments) => CommandLine.RunAsync(RunVerb.Create(TimeProvider.System), arguments);
}
