using Gateway.Evals.Cli;
using Gateway.Tests.Evals.Suites;

namespace Gateway.Tests.Evals.Cli;

public sealed class SuitesVerbTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Suites_Shipped_ListsAllWithTheirItems()
    {
        var (code, output, error) = await CommandLine.RunAsync(SuitesVerb.Create());
        var lines = output.Split(Environment.NewLine);

        Assert.Equal((0, ""), (code, error));
        Assert.Equal(
            ["arithmetic", "countdown", "crux", "game24", "gsm8k", "logic", "math", "mmlu-pro", "sudoku-4", "sudoku-9", "sums-mixed", "tiny-mixed", "tiny-sum", "tiny-words", "zeroeval"],
            lines.Where(static line => line.Length > 0 && line[0] != ' ').Select(static line => line.Split(' ')[0]));
        Assert.Contains("    items: made by 'arithmetic', seed 1, 400 of difficulty 3; answer: regex (?:.|\\n)*[Aa]nswer:\\s*(-?[0-9,]+); grader: number", lines);
        Assert.Contains("    items: models/heldout/tiny-sum.dev.tsv, models/heldout/tiny-sum.test.tsv; answer: regex ####(-?[0-9]+); grader: exact", lines);
        Assert.Contains("    items: published files (--data PATH), or a recorded folder; answer: choice; grader: exact", lines);
        Assert.Contains("    items: a recorded folder (--models recorded:DIR); answer: json_field: answer; grader: gsm: last-number, crux: python, math-l5: math", lines);
    }

    [Fact]
    public async Task Suites_IllegalSuite_SaysWhereAndEndsWithTwo()
    {
        var file = _folder.Write("s.yaml", "name: s\nversion: 1\ndescription: D.\nprompt: p\ngrader: exakt\n");
        var (code, _, error) = await CommandLine.RunAsync(SuitesVerb.Create(), "--suites", _folder.Root);

        Assert.Equal(2, code);
        Assert.StartsWith($"{file}:5:9: grader: 'exakt' is not legal; did you mean 'exact'?", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Suites_FolderWithoutSuites_SaysSoAndEndsWithTwo()
    {
        var (code, _, error) = await CommandLine.RunAsync(SuitesVerb.Create(), "--suites", _folder.Of("x"));

        Assert.Equal((2, $"{_folder.Of("x")} holds no suites; legal is a folder of files that end in .yaml"), (code, error.TrimEnd()));
    }

    public void Dispose() => _folder.Dispose();
}
