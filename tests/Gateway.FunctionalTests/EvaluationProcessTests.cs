using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Gateway.FunctionalTests.Hosts;

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
        // The endpoint stops answering after ten questions, so that the run cannot be over before it is interrupted.
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var asked = 0;
        await using var upstream = await ScriptedUpstream.StartAsync(async (context, _) =>
        {
            if (Interlocked.Increment(ref asked) > 10) await released.Task.WaitAsync(context.RequestAborted);
            await Scripts.AnswerAsync(context, "The answer is (B).");
        });
        File.WriteAllText(At("gateway.json"), JsonSerializer.Serialize(new
        {
            Gateway = new { Models = new { m = new { Backend = "openai", Endpoint = $"{upstream.Address}v1", ContextTokens = 4096 } } },
        }));
        string[] live = ["--policy", "m", "--data", At("recorded"), "--config", At("gateway.json"), "--store", At("store"), "--limit", "30"];
        using var run = Start("interrupted", errors: true, live);
        while (!run.HasExited && (upstream.Active == 0 || Length(At("interrupted/m/samples.jsonl")) == 0)) await Task.Delay(5, TestContext.Current.CancellationToken);

        using var signal = Process.Start("kill", ["-INT", run.Id.ToString(CultureInfo.InvariantCulture)]);
        var said = await run.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.Equal(130, await EndAsync(run));
        Assert.Contains("the same command goes on", said, StringComparison.Ordinal);
        released.SetResult();
        Assert.Equal(0, await EndAsync(Start("interrupted", errors: false, live)));
        Assert.Equal(30, File.ReadLines(At("interrupted/m/samples.jsonl")).Count());
    }

    private string At(string path) => Path.Combine(_folder.FullName, path);

    /// <summary>Starts an evaluation over the recorded answers, or over the models that are named.</summary>
    private Process Start(string results, bool errors = false, params string[] live)
    {
        var build = new DirectoryInfo(AppContext.BaseDirectory);
        var root = build.Parent!.Parent!.Parent!.Parent!.Parent!.FullName;
        var program = Path.Combine(root, "evals", "Gateway.Evals", "bin", build.Parent!.Name, build.Name, "Gateway.Evals.dll");
        string[] models = live.Length > 0 ? live : ["--models", $"recorded:{At("recorded")}", "--policy", At("vote.yaml")];

        // What is started in the background of a script inherits that it ignores interrupts.
        string[] arguments = ["--default-signal=INT", "dotnet", program, "run", "--suite", "mmlu-pro", "--out", At(results), "--parallel", "1", .. models];
        return Process.Start(new ProcessStartInfo("env", arguments) { WorkingDirectory = root, RedirectStandardOutput = true, RedirectStandardError = errors })!;
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
