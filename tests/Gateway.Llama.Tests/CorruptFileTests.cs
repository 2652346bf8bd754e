using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Llama.Tests;

/// <summary>Broken copies of a real model go to libllama itself. A failure here is not a red test but a test process that is gone.</summary>
public sealed class CorruptFileTests : IDisposable
{
    private readonly string _copy = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".gguf");

    public void Dispose() => File.Delete(_copy);

    [Fact]
    public void Load_MissingFile_SaysSo()
    {
        var refusal = Assert.Throws<LlamaLoadException>(() => Load());

        Assert.Contains("does not exist", refusal.Message, StringComparison.Ordinal);
    }

    [Theory(Skip = TinySum.WhyMissing, SkipWhen = nameof(TinySum.IsMissing), SkipType = typeof(TinySum))]
    [InlineData(3)]
    [InlineData(100)]
    [InlineData(2000)]
    [InlineData(5400)]
    [InlineData(100_000)]
    [InlineData(-1)]
    public void Load_CutFile_IsRefused(int length)
    {
        var whole = File.ReadAllBytes(TinySum.File!);
        File.WriteAllBytes(_copy, whole[..(length < 0 ? whole.Length + length : length)]);

        Assert.Throws<LlamaLoadException>(() => Load());
    }

    [Theory(Skip = TinySum.WhyMissing, SkipWhen = nameof(TinySum.IsMissing), SkipType = typeof(TinySum))]
    [InlineData(0xFF)]
    [InlineData(0x01)]
    public void Load_FlippedHeaderByte_LoadsOrIsRefused(byte flip)
    {
        var whole = File.ReadAllBytes(TinySum.File!);
        var refused = 0;
        for (var at = 0; at < 5400; at += 89)
        {
            whole[at] ^= flip;
            File.WriteAllBytes(_copy, whole);
            whole[at] ^= flip;
            try
            {
                Load().Dispose();
            }
            catch (LlamaLoadException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 10, 61);
    }

    private LlamaModel Load() =>
        LlamaModel.Load(new LlamaModelOptions("broken", _copy) { Parallel = 1, ContextTokens = 16 }, NullLogger.Instance, TimeProvider.System);
}
