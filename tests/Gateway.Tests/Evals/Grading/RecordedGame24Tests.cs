using System.IO.Compression;
using System.Text.Json;
using Gateway.Evals.Grading;

namespace Gateway.Tests.Evals.Grading;

/// <summary>The grader against the verdicts that the authors of Tree of Thoughts recorded for 20,000 answers of GPT-4.</summary>
public sealed class RecordedGame24Tests
{
    private static readonly string Folder = RepositoryRoot.Of("..", "shared", "data", "game24-gpt4-recorded");

    [Theory]
    [InlineData("gpt-4-io", 734, 33)]
    [InlineData("gpt-4-cot", 403, 49)]
    public void IsCorrect_EveryRecordedAnswer_AgreesWithTheRecordedVerdict(string outputs, int right, int solved)
    {
        Assert.SkipUnless(Directory.Exists(Folder), $"The recorded answers are not at {Folder}.");
        var golds = Rows("questions.jsonl.gz").ToDictionary(
            row => row.GetProperty("id").GetString()!,
            row => Gold.Of($"{string.Join(' ', row.GetProperty("numbers").EnumerateArray().Select(number => number.GetInt32()))} -> 24"));

        var rows = 0;
        var differing = new List<string>();
        var rightOnes = new List<string>();
        foreach (var row in Rows(Path.Combine("outputs", outputs + ".jsonl.gz")))
        {
            rows++;
            var id = row.GetProperty("id").GetString()!;
            var verdict = new ExpressionGrader().IsCorrect(row.GetProperty("text").GetString()!, golds[id]);
            if (verdict != (row.GetProperty("correct").GetInt32() == 1)) differing.Add($"{id}: {row.GetProperty("text")}");
            if (verdict) rightOnes.Add(id);
        }

        Assert.Empty(differing);
        Assert.Equal(10_000, rows);
        Assert.Equal(right, rightOnes.Count);
        Assert.Equal(solved, rightOnes.Distinct().Count());
    }

    private static IEnumerable<JsonElement> Rows(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(Folder, file)), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line) yield return JsonElement.Parse(line);
    }
}
