using System.Text;
using Gateway.Evals.Running;

namespace Gateway.Tests.Evals.Running;

public sealed class SamplesFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("samples");

    private string Path => System.IO.Path.Combine(_folder.FullName, "samples.jsonl");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Open_CutOffLine_IsTakenAway()
    {
        using (var samples = SamplesFile.Open(Path)) samples.Append(Row("a"));
        File.AppendAllText(Path, "{\"id\":\"b\",\"cate");

        using (var again = SamplesFile.Open(Path))
        {
            Assert.Equal(["a"], again.Rows.Select(static row => row.Id));
            again.Append(Row("c"));
        }

        Assert.Equal(["a", "c"], SamplesFile.Read(Path).Select(static row => row.Id));
    }

    [Fact]
    public void Open_EveryCutOfTheLastLine_KeepsTheOthers()
    {
        using (var samples = SamplesFile.Open(Path))
        {
            samples.Append(Row("a"));
            samples.Append(Row("b"));
        }

        var whole = File.ReadAllBytes(Path);
        var second = whole.AsSpan().IndexOf((byte)'\n') + 1;
        for (var length = second; length < whole.Length; length++)
        {
            File.WriteAllBytes(Path, whole[..length]);
            using var samples = SamplesFile.Open(Path);
            Assert.Equal(["a"], samples.Rows.Select(static row => row.Id));
        }
    }

    [Fact]
    public void Open_FailedRows_AreDroppedSoThatTheyAreAskedAgain()
    {
        using (var samples = SamplesFile.Open(Path))
        {
            samples.Append(Row("a") with { Error = "broken" });
            samples.Append(Row("b"));
        }

        using var again = SamplesFile.Open(Path);

        Assert.Equal(["b"], again.Rows.Select(static row => row.Id));
    }

    [Fact]
    public void Open_ForeignLine_IsRefusedWithItsNumber()
    {
        using (var samples = SamplesFile.Open(Path)) samples.Append(Row("a"));
        File.AppendAllText(Path, "{\"some\":\"thing\"}\n");

        var refused = Assert.Throws<RunFolderException>(() => SamplesFile.Open(Path));

        Assert.StartsWith($"{Path}:2: this is no row of an evaluation", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Append_FromManyThreads_KeepsEveryLineWhole()
    {
        using (var samples = SamplesFile.Open(Path)) Parallel.For(0, 500, i => samples.Append(Row($"{i}") with { Text = new string('x', i) }));

        var rows = SamplesFile.Read(Path);

        Assert.Equal(Enumerable.Range(0, 500), rows.Select(static row => int.Parse(row.Id)).Order());
    }

    [Fact]
    public void ToLine_AnyText_IsOneLineThatGivesItBack()
    {
        var row = Row("a") with { Text = "line\nbreak \"quotes\" \u2028 \u0001 \ud83d\ude00", Answer = null, VoteShare = 0.25, Candidates = [new GradedCandidate("m", 3, "x", true)], ElapsedMs = 1.5, Spend = new Spend(2, 30, 4, 50, 0.000123m), Estimated = true, Events = "[{\"type\":\"decided\"}]" };

        var line = Encoding.UTF8.GetString(row.ToLine());
        var back = SampleRow.Read(line);

        Assert.DoesNotContain('\n', line);
        Assert.Equal(row with { Candidates = back.Candidates }, back);
        Assert.Equal(row.Candidates, back.Candidates);
    }

    private static SampleRow Row(string id) => new() { Id = id, Category = "c", Gold = "B", Text = "The answer is (B).", Answer = "B", Correct = true, Model = "m" };
}
