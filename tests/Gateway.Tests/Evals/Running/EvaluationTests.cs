using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gateway.Evals.Running;
using Gateway.Evals.Suites;

namespace Gateway.Tests.Evals.Running;

public sealed partial class EvaluationTests : IDisposable
{
    private const string Vote = "kind: best-of-n\nmodel: m\nn: 3\nanswer: choice\n";
    private readonly EvaluationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_OneModel_GradesItsFirstSample()
    {
        _folder.WithQuestions(4).WithModel("m", 4, 1, static (item, _) => item < 3 ? "The answer is (B)." : "The answer is (C).");

        var result = Assert.Single(await _folder.RunAsync("m"));

        Assert.Equal([true, true, true, false], result.Rows.Select(static row => row.Correct));
        Assert.All(result.Rows, static row => Assert.Equal(1, row.Spend.Calls));
        Assert.Equal("m", result.Rows[0].Model);
    }

    [Fact]
    public async Task Run_Vote_AsksEachSampleOnceAndJudgesThemAll()
    {
        _folder.WithQuestions(1).WithModel("m", 1, 3, static (_, sample) => sample == 0 ? "The answer is (A)." : "The answer is (B).").Policy("vote", Vote);

        var row = Assert.Single(Assert.Single(await _folder.RunAsync("vote")).Rows);

        Assert.True(row.Correct);
        Assert.Equal([(0, "A", false), (1, "B", true), (2, "B", true)], row.Candidates.Select(static one => (one.Sample, one.Answer!, one.Correct)));
        Assert.Equal(2.0 / 3, row.VoteShare!.Value, 6);
        Assert.Null(row.ElapsedMs);
    }

    [Fact]
    public async Task Run_WeightedVote_SharesAreOfTheWeights()
    {
        _folder.WithQuestions(1).WithModel("a", 1, 1, static (_, _) => "The answer is (A).").WithModel("b", 1, 1, static (_, _) => "The answer is (B).");
        _folder.Policy("weighted", "kind: best-of-n\nmodels: [a, b]\nselect: { by: majority, weights: { b: 3 } }\nanswer: choice\n");

        var row = Assert.Single(Assert.Single(await _folder.RunAsync("weighted")).Rows);

        Assert.True(row.Correct);
        Assert.Equal(0.75, row.VoteShare);
    }

    [Fact]
    public async Task Run_SampleNotRecorded_IsAnErrorThatNamesIt()
    {
        _folder.WithQuestions(1).WithModel("m", 1, 2, static (_, _) => "The answer is (B).").Policy("vote", Vote);

        var row = Assert.Single(Assert.Single(await _folder.RunAsync("vote")).Rows);

        Assert.False(row.Correct);
        Assert.Equal("m: sample 2 of q0 was not recorded; there are 2 samples of it", row.Error);
    }

    [Fact]
    public async Task Run_PolicyOfAPolicy_AsksOtherSamplesTheSecondTime()
    {
        _folder.WithQuestions(1).WithModel("m", 1, 3, static (_, _) => "The answer is (B).").Policy("vote", Vote);
        _folder.Policy("twice", "kind: best-of-n\nmodel: vote\nn: 2\nanswer: choice\n");

        var row = Assert.Single(Assert.Single(await _folder.RunAsync("twice")).Rows);

        Assert.Equal("m: sample 1/0 of q0 was not recorded; there are 3 samples of it", row.Error);
    }

    [Fact]
    public async Task Run_Judge_IsRefusedAsNotRecorded()
    {
        _folder.WithQuestions(1).WithModel("m", 1, 2, static (_, sample) => sample == 0 ? "The answer is (A)." : "The answer is (B).");
        _folder.Policy("judged", "kind: best-of-n\nmodel: m\nn: 2\nselect: judge\nanswer: choice\n");

        var row = Assert.Single(Assert.Single(await _folder.RunAsync("judged")).Rows);

        Assert.Contains("was asked something else than a suite's item", row.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_SuitesGrader_PicksTheRightSample()
    {
        _folder.WithQuestions(1).WithModel("m", 1, 3, static (_, sample) => sample < 2 ? "The answer is (A)." : "The answer is (B).");
        _folder.Policy("oracle", "kind: best-of-n\nmodel: m\nn: 3\nselect: { by: verifier, grader: suite }\n");

        var result = Assert.Single(await _folder.RunAsync("oracle"));

        Assert.True(Assert.Single(result.Rows).Correct);
        Assert.True(result.Spec.IsOracle);
    }

    [Fact]
    public async Task Run_AnyNumberAtOnce_GivesTheSameRows()
    {
        _folder.WithQuestions(60).WithModel("m", 60, 3, static (item, sample) => $"The answer is ({(char)('A' + (item * 7 + sample * 3) % 4)}).").Policy("vote", Vote);
        var settings = await _folder.SettingsAsync("vote");

        var one = await EvaluationFolder.RunAsync(settings with { Parallel = 1, Out = Path.Combine(_folder.Root, "one") });
        var many = await EvaluationFolder.RunAsync(settings with { Parallel = 16, Out = Path.Combine(_folder.Root, "many") });

        Assert.Equal(one[0].Rows.Select(WithoutTimes), many[0].Rows.Select(WithoutTimes));
    }

    [Fact]
    public async Task Run_ASecondTime_AsksNothing()
    {
        _folder.WithQuestions(3).WithModel("m", 3, 1, static (_, _) => "The answer is (B).");
        await _folder.RunAsync("m");
        var before = File.ReadAllText(Path.Combine(_folder.Out, "m", "samples.jsonl"));

        var again = await _folder.RunAsync("m");

        Assert.Equal(3, again[0].Rows.Count);
        Assert.Equal(before, File.ReadAllText(Path.Combine(_folder.Out, "m", "samples.jsonl")));
    }

    [Fact]
    public async Task Run_AfterAnError_AsksThatItemAgain()
    {
        _folder.WithQuestions(2).WithModel("m", 2, 1, static (item, _) => item == 0 ? "The answer is (B)." : null);
        Assert.NotNull((await _folder.RunAsync("m"))[0].Rows[1].Error);

        _folder.WithModel("m", 2, 1, static (_, _) => "The answer is (B).");
        var again = await _folder.RunAsync("m");

        Assert.All(again[0].Rows, static row => Assert.Null(row.Error));
    }

    [Fact]
    public async Task Run_EverythingFails_IsGivenUp()
    {
        _folder.WithQuestions(200).WithModel("m", 200, 1, static (_, _) => null);

        var stopped = await Assert.ThrowsAsync<EvaluationStoppedException>(() => _folder.RunAsync("m"));

        Assert.Contains("items all failed, the last with: m: sample 0 of q", stopped.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Cancelled_KeepsWhatIsFinishedAndGoesOn()
    {
        _folder.WithQuestions(50).WithModel("m", 50, 1, static (_, _) => "The answer is (B).");
        using var left = new CancellationTokenSource();
        await left.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await EvaluationFolder.RunAsync(await _folder.SettingsAsync("m"), left.Token));

        Assert.Equal(50, (await _folder.RunAsync("m"))[0].Rows.Count);
    }

    [Fact]
    public async Task Run_AnotherSeedInTheSameFolder_IsRefused()
    {
        _folder.WithQuestions(1).WithModel("m", 1, 1, static (_, _) => "The answer is (B).");
        await _folder.RunAsync("m");

        var refused = await Assert.ThrowsAsync<RunFolderException>(async () => await EvaluationFolder.RunAsync(await _folder.SettingsAsync("m") with { Seed = 2 }));

        Assert.Contains("its seed was 1, now it is 2", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_FolderHeldByAnother_IsRefused()
    {
        _folder.WithQuestions(1).WithModel("m", 1, 1, static (_, _) => "The answer is (B).");
        using var held = RunFolder.Hold(_folder.Out);

        var refused = await Assert.ThrowsAsync<RunFolderException>(() => _folder.RunAsync("m"));

        Assert.Contains("is in use by another process", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_BestSingle_IsChosenOnTheFitSplit()
    {
        _folder.WithQuestions(2);
        _folder.Write("recorded/questions.jsonl", """
            {"id":"q0","split":"fit","question":"?","answer":"B"}
            {"id":"q1","split":"test","question":"?","answer":"B"}

            """);
        _folder.WithModel("a", 2, 1, static (item, _) => item == 0 ? "The answer is (B)." : "The answer is (A).");
        _folder.WithModel("b", 2, 1, static (item, _) => item == 0 ? "The answer is (A)." : "The answer is (B).");

        var result = await _folder.RunAsync("b");

        Assert.Equal(new BestSingle("a", 1, 1), result[0].Spec.BestSingle);
    }

    [Fact]
    public async Task Run_LearnedFromTheItems_IsRefused()
    {
        _folder.WithQuestions(1).WithModel("m", 1, 1, static (_, _) => "The answer is (B).");
        _folder.Policy("learned", "kind: best-of-n\nmodel: m\nn: 1\nanswer: choice\nselect: { by: majority, profile: learned.profile.json }\n");
        _folder.Write("policies/learned.profile.json", new JsonObject
        {
            ["format"] = 1,
            ["policy"] = "learned",
            ["kind"] = "best-of-n",
            ["fitted"] = new JsonObject { ["weights"] = new JsonObject { ["m"] = 1 } },
            ["suite"] = "choices",
            ["ids"] = new JsonArray(Gateway.Policies.FittedProfile.Digest("q0")),
        }.ToJsonString());

        var refused = await Assert.ThrowsAsync<SuiteProblemException>(() => _folder.RunAsync("learned"));

        Assert.Contains("learned has learned from 1 of these 1 items", refused.Message, StringComparison.Ordinal);
    }

    private static string WithoutTimes(SampleRow row) => Times().Replace(System.Text.Encoding.UTF8.GetString(row.ToLine()), "");

    [GeneratedRegex("\"(?:at|elapsed)_ms\":[^,}]*")]
    private static partial Regex Times();
}
