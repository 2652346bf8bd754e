using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Gateway.FunctionalTests;

/// <summary>The evaluation runner as a program: killed, stopped, started twice.</summary>
public sealed partial class EvaluationProcessTests : IDisposable
{
    private const int Items = 4000;
    private const int Kills = 20;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("evaluations");

    public EvaluationProcessTests()
    {
        var questions = new StringBuilder();
        var outputs = new StringBuilder();
        for (var i = 0; i < Items; i++)
        {
            questions.Append(JsonSerializer.Serialize(new { id = $"q{i}", split = "test", question = $"Question {i}?", options = new[] { "a", "b" }, answer = "B" })).Append('\n');
            for (var sample = 0; sample < 3; sample++)
                outputs.Append(JsonSerializer.Serialize(new { id = $"q{i}", sample, text = $"{new string('.', 400)} The answer is ({(char)('A' + (i * 7 + sample * 3) % 4)})." })).Append('\n');
        }

        Directory.CreateDirectory(At("recorded/outputs"));
        File.WriteAllText(At("recorded/questions.jsonl"), questions.ToString());
        File.WriteAllText(At("recorded/outputs/m.jsonl"), outputs.ToString());
        File.WriteAllText(At("vote.yaml"), "name: vote\nkind: best-of-n\nmodel: m\nn: 3\nanswer: choice\n");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Run_KilledTwentyTimes_EndsAsIfNothingHadHappened()
    {
        var random = new Random(7);
        Assert.Equal(0, await EndAsync(Start("undisturbed")));
        var samples = At("disturbed/vote/samples.jsonl");
        var killed = 0;
        while (killed < Kills)
        {
            using var run = Start("disturbed");

            // Somewhere in the next lines, wherever the process is then.
            var until = Length(samples) + random.Next(1, 300_000);
            while (!run.HasExited && Length(samples) < until) await Task.Delay(1, TestContext.Current.CancellationToken);
            Assert.False(run.HasExited, "the evaluation was over before it was killed often enough");
            run.Kill();
            await run.WaitForExitAsync(TestContext.Current.CancellationToken);
            killed++;
        }

        Assert.Equal(0, await EndAsync(Start("disturbed")));
        Assert.Equal(Rows(At("undisturbed/vote/samples.jsonl")), Rows(samples));
    }

    [Fact]
    public async Task Run_FolderInUse_IsRefusedAndSaysSo()
    {
        Directory.CreateDirectory(At("shared"));
        await using (new FileStream(At("shared/.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            using var second = Start("shared", errors: true);
            var said = await second.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);

            Assert.Equal(2, await EndAsync(second));
            Assert.Contains("is in use by another process", said, StringComparison.Ordinal);
        }

        Assert.Equal(0, await EndAsync(Start("shared")));
    }

    [Fact]
    public async Task Run_Interrupted_SaysThatTheSameCommandGoesOn()
    {
        using var run = Start("interrupted", errors: true);

        // The shell waits for the first line itself: started only then it would often come after the last one.
        using var signal = Process.Start("bash", ["-c", """while kill -0 "$0" && [ ! -s "$1" ]; do :; done; kill -INT "$0" """, run.Id.ToString(CultureInfo.InvariantCulture), At("interrupted/vote/samples.jsonl")]);
        var said = await run.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.Equal(130, await EndAsync(run));
        Assert.Contains("the same command goes on", said, StringComparison.Ordinal);
        Assert.Equal(0, await EndAsync(Start("interrupted")));
        Assert.Equal(Items, File.ReadLines(At("interrupted/vote/samples.jsonl")).Count());
    }

    private string At(string path) => Path.Combine(_folder.FullName, path);

    private Process Start(string results, bool errors = false)
    {
        var build = new DirectoryInfo(AppContext.BaseDirectory);
        var root = build.Parent!.Parent!.Parent!.Parent!.Parent!.FullName;
        var program = Path.Combine(root, "evals", "Gateway.Evals", "bin", build.Parent!.Name, build.Name, "Gateway.Evals.dll");
        string[] arguments = [program, "run", "--suite", "mmlu-pro", "--models", $"recorded:{At("recorded")}", "--policy", At("vote.yaml"), "--out", At(results), "--parallel", "1"];
        return Process.Start(new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = root, RedirectStandardOutput = true, RedirectStandardError = errors })!;
    }

    private static async Task<int> EndAsync(Process process)
    {
        using (process)
        {
            await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return process.ExitCode;
        }
    }

    private static long Length(string file) => File.Exists(file) ? new FileInfo(file).Length : 0;

    private static List<string> Rows(string file) =>
        [.. File.ReadLines(file).Select(static line => Times().Replace(line, "")).OrderBy(static line => line, StringComparer.Ordinal)];

    [GeneratedRegex("\"(?:at|elapsed)_ms\":[^,}]*")]
    private static partial Regex Times();
}
