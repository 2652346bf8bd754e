using Gateway.Evals.Cli;
using Gateway.Tests.Evals.Suites;

namespace Gateway.Tests.Evals.Cli;

public sealed class RecordVerbTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("--samples 0", "--samples 0 is not legal; give an integer from 1 to 1024")]
    [InlineData("--samples 1025", "--samples 1025 is not legal; give an integer from 1 to 1024")]
    [InlineData("--samples some", "--samples some is not legal; give an integer from 1 to 1024")]
    [InlineData("--temperature 2.1", "--temperature 2.1 is not legal; give a number from 0 to 2")]
    [InlineData("--temperature hot", "--temperature hot is not legal; give a number from 0 to 2")]
    [InlineData("--temperature NaN", "--temperature NaN is not legal; give a number from 0 to 2")]
    [InlineData("--top-p 0", "--top-p 0 is not legal; give a number above 0, up to 1")]
    public async Task Record_OptionCannotBeParsed_SaysWhatIsLegalAndEndsWithOne(string option, string expected)
    {
        var (code, _, error) = await RunAsync(option.Split(' '));

        Assert.Equal(1, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Record_RecordedModels_AreRefusedWithTwo()
    {
        _folder.Write("rec/questions.jsonl", """{"id":"q","question":"Q","answer":"1"}""");
        _folder.Write("rec/outputs/m.jsonl", """{"id":"q","text":"1"}""");
        var (code, _, error) = await RunAsync("--models", $"recorded:{_folder.Of("rec")}");

        Assert.Equal((2, "record asks a live model; leave --models out"), (code, error.TrimEnd()));
    }

    public void Dispose() => _folder.Dispose();

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments) =>
        CommandLine.RunAsync(RecordVerb.Create(TimeProvider.System), ["--suite", "gsm8k", "--model", "m", "--out", _folder.Of("out"), .. arguments]);
}
