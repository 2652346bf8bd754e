using Gateway.Evals.Recorded;
using Gateway.Evals.Suites;

namespace Gateway.Tests.Evals.Recorded;

public sealed class RecordedFolderTests : IDisposable
{
    private readonly EvaluationFolder _folder = new();

    private RecordedFolder Folder => new(Path.Combine(_folder.Root, "recorded"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Models_NoOutputs_SaysWhatAFolderIs()
    {
        var refused = Assert.Throws<SuiteProblemException>(() => Folder.Models);

        Assert.Contains("legal is one with questions.jsonl[.gz] and outputs/<model>.jsonl[.gz]", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"text\":\"x\"}", "'id' is missing")]
    [InlineData("{\"id\":\"a\"}", "'text' is missing")]
    [InlineData("{\"id\":\"a\",\"sample\":\"x\",\"text\":\"x\"}", "legal is {\"id\", \"sample\"?: 0.., \"text\"")]
    [InlineData("{\"id\":\"a\",\"text\":\"x\"}\n{\"id\":\"a\",\"text\":\"y\"}", "m.jsonl:2: sample 0 of a is there twice")]
    [InlineData("nonsense", "m.jsonl:1: this is not JSON")]
    public async Task Read_IllegalLine_IsNamed(string lines, string expected)
    {
        _folder.Write("recorded/outputs/m.jsonl", lines);

        var refused = await Assert.ThrowsAsync<SuiteProblemException>(() => Folder.ReadAsync("m", CancellationToken.None));

        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_CountsAndLogprobs_AreTaken()
    {
        _folder.Write("recorded/outputs/m.jsonl", """{"id":"a","sample":2,"text":"x","input_tokens":7,"output_tokens":3,"logprobs":[-0.5,{"token":"y","logprob":-1}]}""");

        var outputs = await Folder.ReadAsync("m", CancellationToken.None);

        Assert.True(outputs.TryGet("a", 2, out var output));
        Assert.Equal((7L, 3L), (output.InputTokens!.Value, output.OutputTokens!.Value));
        Assert.Equal([-0.5, -1], output.Logprobs!.Select(static token => token.Logprob));
    }

    [Theory]
    [InlineData("{\"m\":{\"InputPerMillion\":-1}}", "InputPerMillion is not between 0 and 1000000")]
    [InlineData("{\"m\":{\"InputPerMillion\":\"cheap\"}}", "in US dollars")]
    [InlineData("[]", "in US dollars")]
    public void Prices_Illegal_AreNamed(string json, string expected)
    {
        _folder.Write("recorded/prices.json", json);

        Assert.Contains(expected, Assert.Throws<SuiteProblemException>(() => Folder.Prices()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cost_WithoutCounts_IsEstimatedByCharacters()
    {
        // 11 characters asked are 3 tokens, 18 said are 5.
        _folder.WithQuestions(1).WithModel("m", 1, 1, static (_, _) => "The answer is (B).");
        _folder.Write("recorded/prices.json", """{"m":{"InputPerMillion":1000000,"OutputPerMillion":1000}}""");

        var row = (await _folder.RunAsync("m"))[0].Rows[0];

        Assert.Equal(new Spend(1, 3, 0, 5, 3.005m), row.Spend);
        Assert.True(row.Estimated);
    }
}
