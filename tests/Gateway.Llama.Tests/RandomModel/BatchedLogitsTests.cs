using Gateway.Llama.Gguf;
using Gateway.Llama.Native;
using Gateway.Testing.Gguf;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Llama.Tests.RandomModel;

/// <summary>What a sequence's logits owe to the others in its batch: nothing but rounding.</summary>
public sealed class BatchedLogitsTests
{
    private const int Sequences = 16;
    private const int Prompt = 32;
    private const int Steps = 24;
    private const int Vocabulary = 256;

    public static bool NoLibrary => RandomLlamaTests.IsMissing;

    [Theory(Skip = RandomLlamaTests.WhyMissing, SkipWhen = nameof(NoLibrary))]
    [InlineData(false)]
    [InlineData(true)]
    public void WeightsAndCacheOf32Bits_LogitsAreTheSameWithinAThousandth(bool sharedCache)
    {
        var (alone, batched) = Logits(new RandomLlama { Half = false, Vocabulary = Vocabulary }, KvType.F32, sharedCache);

        Assert.InRange(alone.Zip(batched).Max(static step => Distance(step.First, step.Second)), 0, 1e-3);
    }

    [Theory(Skip = RandomLlamaTests.WhyMissing, SkipWhen = nameof(NoLibrary))]
    [InlineData(false)]
    [InlineData(true)]
    public void WeightsAndCacheOf16Bits_LogitsAreWithinAHundredthOfTheirRange_AndTheBestTokenIsTheSameWhereItLeadsByMore(bool sharedCache)
    {
        var (alone, batched) = Logits(new RandomLlama { Half = true, Vocabulary = Vocabulary }, KvType.F16, sharedCache);

        foreach (var (one, other) in alone.Zip(batched))
        {
            var allowed = 0.01f * (one.Max() - one.Min());
            Assert.InRange(Distance(one, other), 0, allowed);
            var ranked = one.OrderDescending().ToList();
            if (ranked[0] - ranked[1] > allowed) Assert.Equal(Best(one), Best(other));
        }
    }

    [Fact(Skip = RandomLlamaTests.WhyMissing, SkipWhen = nameof(NoLibrary))]
    public void AnotherPrompt_GivesOtherLogits()
    {
        var model = new RandomLlama { Half = false, Vocabulary = Vocabulary };
        using var opened = new Opened(model, KvType.F32, 2, sharedCache: false);

        var (one, other) = (opened.Run([0], Tokens(0))[0], opened.Run([1], Tokens(1))[0]);

        // Else the tests above would compare what is the same for every prompt.
        Assert.True(Distance(one[0], other[0]) > 1);
    }

    private static (float[][] Alone, float[][] Batched) Logits(RandomLlama model, KvType cache, bool sharedCache)
    {
        using var one = new Opened(model, cache, 1, sharedCache);
        using var many = new Opened(model, cache, Sequences, sharedCache);
        var all = Enumerable.Range(0, Sequences).ToArray();
        return (one.Run([0], Tokens(0))[0], many.Run(all, [.. all.Select(static id => Tokens(id)[0])])[0]);
    }

    /// <summary>A prompt and what is said to come after it.</summary>
    private static int[][] Tokens(int id)
    {
        var random = new Random(id);
        return [[.. Enumerable.Range(0, Prompt + Steps).Select(_ => random.Next(10, Vocabulary))]];
    }

    private static float Distance(float[] one, float[] other) => one.Zip(other).Max(static pair => Math.Abs(pair.First - pair.Second));

    private static int Best(float[] logits) => Array.IndexOf(logits, logits.Max());

    /// <summary>A context as the engine opens it.</summary>
    private sealed class Opened : IDisposable
    {
        private readonly ModelHandle _model;
        private readonly LlamaContext _context;
        private readonly TokenBatch _batch;

        public Opened(RandomLlama model, KvType cache, int sequences, bool sharedCache)
        {
            NativeLibraries.Open(null, NullLogger.Instance);
            var options = new LlamaModelOptions("random", RandomLlamaFile.Of(model)) { Parallel = sequences, ContextTokens = 512, KvType = cache, Threads = 1, GpuLayers = 0, SharedCache = sharedCache };
            var layout = CacheLayout.Of(options, 512);
            _model = ModelLoader.OpenModel(options, CancellationToken.None);
            _context = new LlamaContext(ModelLoader.OpenContext(options, GgufCheck.Read(options.Path), _model, layout), Vocabulary);
            _batch = new TokenBatch(layout.BatchTokens);
        }

        /// <summary>Decodes all prompts in one step, and then a token of each in each step.</summary>
        /// <returns>For each sequence the logits after its prompt and after each step.</returns>
        public float[][][] Run(int[] ids, int[][] tokens)
        {
            var logits = ids.Select(static _ => new float[Steps][]).ToArray();
            for (var step = 0; step < Steps; step++)
            {
                _batch.Clear();
                var places = new int[ids.Length];
                for (var i = 0; i < ids.Length; i++)
                {
                    var (from, end) = step == 0 ? (0, Prompt) : (Prompt + step - 1, Prompt + step);
                    for (var position = from; position < end; position++) places[i] = _batch.Add(tokens[i][position], position, ids[i], position == end - 1);
                }

                Assert.Equal(0, _context.Decode(_batch));
                for (var i = 0; i < ids.Length; i++) logits[i][step] = _context.LogitsAt(places[i]).ToArray();
            }

            return logits;
        }

        public void Dispose()
        {
            _batch.Dispose();
            _context.Dispose();
            _model.Dispose();
        }
    }
}
