using Gateway.Evals.Cli;
using Gateway.Tests.Evals.Suites;

namespace Gateway.Tests.Evals.Cli;

public sealed class FitVerbTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public FitVerbTests()
    {
        _folder.Write("rec/questions.jsonl", """{"id":"q","split":"fit","question":"Q","answer":"1"}""");
        _folder.Write("rec/outputs/m.jsonl", """{"id":"q","text":"1"}""");
        _folder.Write("vote.yaml", "name: vote\nkind: best-of-n\nmodel: m\nanswer: number\n");
    }

    [Theory]
    [InlineData("test")]
    [InlineData("all")]
    public async Task Fit_SplitThatIsReportedOn_IsRefusedWithTwo(string split)
    {
        var (code, _, error) = await RunAsync("--split", split);

        Assert.Equal(2, code);
        Assert.StartsWith($"--split {split} is not legal here: what is learned from cannot be scored; give fit,", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_PolicyThatLearnsNothing_SaysWhatIsLegalAndEndsWithTwo()
    {
        var (code, _, error) = await RunAsync();

        Assert.Equal(2, code);
        Assert.StartsWith($"{_folder.Of("vote.yaml")} has nothing to learn; legal is a policy that names a profile,", error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments) => CommandLine.RunAsync(
        FitVerb.Create(TimeProvider.System),
        ["--suite", "gsm8k", "--models", $"recorded:{_folder.Of("rec")}", "--policy", _folder.Of("vote.yaml"), .. arguments]);
}
