using System.Text;
using Gateway.Evals.Live;
using Microsoft.Extensions.AI;

namespace Gateway.Tests.Evals.Live;

/// <summary>The store is a folder on disk; so are its tests.</summary>
public sealed class CandidateStoreTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    [Fact]
    public void Open_NoFolder_IsEmptyAndMakesNone()
    {
        Assert.Equal(0, _folder.Open().Count);
        Assert.False(Directory.Exists(_folder.Path));
    }

    [Fact]
    public void Keep_Candidate_IsThereAtOnceAndForWhoOpensLater()
    {
        var store = _folder.Open();
        store.Keep(Stored("k"));

        Assert.True(store.TryGet("k", out _));
        Assert.True(_folder.Open().TryGet("k", out var candidate));
        Assert.Equal("text of k", candidate.Text);
    }

    [Fact]
    public void Keep_SameKeyAgain_TheLastCounts()
    {
        var store = _folder.Open();
        store.Keep(Stored("k"));
        store.Keep(Stored("k") with { Text = "later" });

        Assert.True(_folder.Open().TryGet("k", out var candidate));
        Assert.Equal("later", candidate.Text);
    }

    [Fact]
    public async Task Keep_TwoStoresAtOnce_BothWriteAndAThirdReadsAll()
    {
        CandidateStore[] stores = [_folder.Open(), _folder.Open()];
        await Parallel.ForAsync(0, 400, TestContext.Current.CancellationToken, (number, _) =>
        {
            stores[number % 2].Keep(Stored($"k{number}"));
            return ValueTask.CompletedTask;
        });

        var third = _folder.Open();
        Assert.Equal((400, 2), (third.Count, _folder.Files.Length));
        Assert.All(Enumerable.Range(0, 400), number => Assert.True(third.TryGet($"k{number}", out var candidate) && candidate.Text == $"text of k{number}"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(-2)]
    public void Open_LastLineCutOff_PassesItOver(int kept)
    {
        using (var store = _folder.Open())
        {
            store.Keep(Stored("a"));
            store.Keep(Stored("b"));
        }

        var lines = File.ReadAllLines(Assert.Single(_folder.Files));
        File.WriteAllText(_folder.Files[0], $"{lines[0]}\n{(kept < 0 ? lines[1][..^-kept] : lines[1][..kept])}");

        var later = _folder.Open();
        Assert.Equal(1, later.Count);
        Assert.True(later.TryGet("a", out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("3")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"Key":"k"}""")]
    [InlineData("""{"Key":null,"Model":"m","Text":"t"}""")]
    [InlineData("""{"Key":"k","Model":"m","Text":null}""")]
    [InlineData("""{"Key":"k","Model":"m","Text":"t","InputTokens":"many"}""")]
    public void Open_LineThatIsNoCandidate_PassesItOver(string line)
    {
        Directory.CreateDirectory(_folder.Path);
        File.WriteAllLines(Path.Combine(_folder.Path, "old.jsonl"), [line, Encoding.UTF8.GetString(Stored("k2").ToLine())]);

        Assert.Equal(1, _folder.Open().Count);
    }

    [Fact]
    public void ToLine_TextOfSeveralLines_IsOneLine()
    {
        var line = Encoding.UTF8.GetString((Stored("k") with { Text = "a\nb\r\n\u2028c \"d\" é 😀" }).ToLine());

        Assert.Equal(line.Length - 1, line.IndexOf('\n', StringComparison.Ordinal));
        Assert.Equal("a\nb\r\n\u2028c \"d\" é 😀", StoredCandidate.Read(line)!.Text);
    }

    [Fact]
    public void Read_EverythingThatAModelTold_Survives()
    {
        var response = new ChatResponse(new ChatMessage(ChatRole.Assistant, "text"))
        {
            FinishReason = ChatFinishReason.Length,
            Usage = new UsageDetails { InputTokenCount = 10, CachedInputTokenCount = 4, OutputTokenCount = 5, ReasoningTokenCount = 3 },
        };
        response.SetLogprobs([new TokenLogprob("te", -0.5) { Top = [new TokenLogprob("te", -0.5), new TokenLogprob("xt", -1.25)] }, new TokenLogprob("xt", -0.1)]);
        response.SetSelfCertainty(0.75);

        var back = Back(response);

        Assert.Equal(("text", ChatFinishReason.Length, "m"), (back.Text, back.FinishReason, back.ModelId));
        Assert.Equal(
            (10L, 4L, 5L, 3L),
            (back.Usage!.InputTokenCount!.Value, back.Usage.CachedInputTokenCount!.Value, back.Usage.OutputTokenCount!.Value, back.Usage.ReasoningTokenCount!.Value));
        Assert.Equal([("te", -0.5), ("xt", -0.1)], back.Logprobs()!.Select(static token => (token.Token, token.Logprob)));
        Assert.Equal([new TokenLogprob("te", -0.5), new TokenLogprob("xt", -1.25)], back.Logprobs()![0].Top!);
        Assert.Null(back.Logprobs()![1].Top);
        Assert.Equal(0.75, back.SelfCertainty());
    }

    [Fact]
    public void Read_NothingTold_StaysUntold()
    {
        var back = Back(new ChatResponse(new ChatMessage(ChatRole.Assistant, "text")));

        Assert.Null(back.Usage);
        Assert.Null(back.FinishReason);
        Assert.Null(back.Logprobs());
        Assert.Null(back.SelfCertainty());
    }

    [Fact]
    public void Read_TokenThatCannotBe_KeepsItsInfinity()
    {
        var response = new ChatResponse(new ChatMessage(ChatRole.Assistant, "t"));
        response.SetLogprobs([new TokenLogprob("t", double.NegativeInfinity)]);

        Assert.Equal(double.NegativeInfinity, Back(response).Logprobs()![0].Logprob);
    }

    [Fact]
    public void Read_Reasoning_SurvivesBesideTheText()
    {
        var back = Back(new ChatResponse(new ChatMessage(ChatRole.Assistant, [new TextReasoningContent("hm, "), new TextReasoningContent("yes"), new TextContent("text")])));

        Assert.Equal("text", back.Text);
        Assert.Equal("hm, yes", Assert.Single(back.Messages[0].Contents.OfType<TextReasoningContent>()).Text);
    }

    [Fact]
    public void Of_ToolCalls_AreNotKept() =>
        Assert.Null(StoredCandidate.Of("k", "m", new ChatResponse(new ChatMessage(ChatRole.Assistant, [new TextContent("I call"), new FunctionCallContent("1", "f")]))));

    public void Dispose() => _folder.Dispose();

    private static ChatResponse Back(ChatResponse response) =>
        StoredCandidate.Read(Encoding.UTF8.GetString(StoredCandidate.Of("k", "m", response)!.ToLine()))!.ToResponse();

    private static StoredCandidate Stored(string key) => new() { Key = key, Model = "m", Text = $"text of {key}" };
}
