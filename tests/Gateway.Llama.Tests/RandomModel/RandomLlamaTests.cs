using Gateway.Testing.Gguf;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Llama.Tests.RandomModel;

public sealed class RandomLlamaTests
{
    private const string Question = """{"sum": true, "of": [1, 2, null]}""";

    public static bool IsMissing => !Directory.Exists(Path.Combine(AppContext.BaseDirectory, "llama-native"));

    public const string WhyMissing = "needs llama-native beside the test";

    [Theory(Skip = WhyMissing, SkipWhen = nameof(IsMissing))]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public async Task RealEngine_AnyWeights_AnswersToTheLimitAndIsNotStuck(bool half, bool tied)
    {
        using var model = Load(new RandomLlama { Half = half, TiedOutput = tied });
        using var client = new LlamaChatClient(model);

        var greedy = await client.GetResponseAsync(Question, new ChatOptions { Temperature = 0, MaxOutputTokens = 64 });
        var samples = await Task.WhenAll(Enumerable.Range(0, 4).Select(seed => client.GetResponseAsync(Question, new ChatOptions { Temperature = 1, Seed = seed, MaxOutputTokens = 64 })));

        Assert.All([greedy, .. samples], static answer => Assert.Equal(64, answer.Usage!.OutputTokenCount));
        Assert.True(greedy.Text.Distinct().Count() > 8, greedy.Text);
        Assert.Equal(4, samples.Select(static answer => answer.Text).Distinct().Count());
    }

    [Fact(Skip = WhyMissing, SkipWhen = nameof(IsMissing))]
    public async Task RealEngine_JsonText_IsReadInItsLongerPieces()
    {
        using var model = Load(new RandomLlama());
        using var client = new LlamaChatClient(model);

        var answer = await client.GetResponseAsync("""{"a":true,"b":null}""", new ChatOptions { MaxOutputTokens = 1 });

        // {" a ": true , " b ": null } and the four tokens of ChatML.
        Assert.Equal(10 + 4, answer.Usage!.InputTokenCount);
    }

    [Fact(Skip = WhyMissing, SkipWhen = nameof(IsMissing))]
    public async Task RealEngine_EndTokenLikeAnyOther_EndsSomeAnswers()
    {
        using var model = Load(new RandomLlama { Vocabulary = 128, NeverEnds = false });
        using var client = new LlamaChatClient(model);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(seed => client.GetResponseAsync(Question, new ChatOptions { Temperature = 2, Seed = seed, MaxOutputTokens = 400 })));

        Assert.Contains(answers, static answer => answer.FinishReason == ChatFinishReason.Stop);
    }

    [Fact(Skip = WhyMissing, SkipWhen = nameof(IsMissing))]
    public void Load_Cancelled_IsGivenUpByTheEngine() =>
        Assert.Throws<OperationCanceledException>(() => Load(new RandomLlama(), new CancellationToken(canceled: true)));

    [Fact]
    public void Write_SameSettings_GivesTheSameBytes()
    {
        Assert.Equal(Bytes(new RandomLlama { Seed = 7 }), Bytes(new RandomLlama { Seed = 7 }));
        Assert.NotEqual(Bytes(new RandomLlama { Seed = 7 }), Bytes(new RandomLlama { Seed = 8 }));
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 4)]
    public void Write_EachKind_TakesItsBytesForAWeight(bool half, int bytesOfWeight)
    {
        var model = new RandomLlama { Half = half };

        // The metadata and the norms, which have 32 bits always, are the rest.
        Assert.InRange(Bytes(model).Length - model.Parameters * bytesOfWeight, 4_000, 16_000);
    }

    [Fact]
    public void Write_TiedOutput_LeavesTheSecondMatrixOut() =>
        Assert.Equal(256 * 64, new RandomLlama().Parameters - new RandomLlama { TiedOutput = true }.Parameters);

    [Fact]
    public void Write_SizesThatDoNotFit_NamesThem()
    {
        Assert.Contains("Width 66", Assert.Throws<ArgumentException>(() => Bytes(new RandomLlama { Width = 66 })).Message, StringComparison.Ordinal);
        Assert.Contains("3 of keys", Assert.Throws<ArgumentException>(() => Bytes(new RandomLlama { KeyValueHeads = 3 })).Message, StringComparison.Ordinal);
        Assert.Contains("not 50", Assert.Throws<ArgumentException>(() => Bytes(new RandomLlama { Vocabulary = 50 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void File_SameSettings_IsWrittenOnce()
    {
        var path = RandomLlamaFile.Of(new RandomLlama { Seed = 9 });

        Assert.Equal(path, RandomLlamaFile.Of(new RandomLlama { Seed = 9 }));
        Assert.NotEqual(path, RandomLlamaFile.Of(new RandomLlama { Seed = 10 }));
    }

    private static LlamaModel Load(RandomLlama model, CancellationToken cancellationToken = default) =>
        LlamaModel.Load(new LlamaModelOptions("random", RandomLlamaFile.Of(model)) { Parallel = 4, ContextTokens = 512 }, NullLogger.Instance, TimeProvider.System, cancellationToken);

    private static byte[] Bytes(RandomLlama model)
    {
        using var file = new MemoryStream();
        model.Write(file);
        return file.ToArray();
    }
}
