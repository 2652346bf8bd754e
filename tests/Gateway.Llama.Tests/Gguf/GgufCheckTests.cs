using System.Text;
using Gateway.Llama.Gguf;

namespace Gateway.Llama.Tests.Gguf;

public sealed class GgufCheckTests
{
    [Fact]
    public void Read_SoundFile_GivesItsMetadataAndTensors()
    {
        var header = Check(new GgufBytes());

        Assert.Equal("llama", header.Text("general.architecture"));
        Assert.Equal(64, header.Whole("llama.context_length"));
        Assert.Equal(3, header.Array("tokenizer.ggml.tokens")?.Count);
        Assert.Equal([4, 3], Assert.Single(header.Tensors).Sizes);
    }

    [Fact]
    public void Read_Empty_SaysSo() => AssertRefused("empty", []);

    [Fact]
    public void Read_Text_SaysThatItIsNoGguf() => AssertRefused("not a GGUF file", Encoding.UTF8.GetBytes("version https://git-lfs.github.com/spec/v1"));

    [Theory]
    [InlineData(1u)]
    [InlineData(4u)]
    [InlineData(0x0300_0000u)]
    public void Read_OtherVersion_SaysWhich(uint version) => AssertRefused($"version is {version}", new GgufBytes { Version = version }.ToArray());

    [Fact]
    public void Read_CutAnywhereInTheHeader_SaysThatItIsTruncated()
    {
        var whole = new GgufBytes().ToArray();
        var header = (int)Check(new GgufBytes()).Length;

        for (var length = 4; length < header; length++) AssertRefused("", whole[..length]);
    }

    [Fact]
    public void Read_CutInTheTensors_SaysThatItIsTruncated() => AssertRefused("truncated", new GgufBytes { DataBytes = 40 }.ToArray());

    [Fact]
    public void Read_AbsurdTensorCount_IsRefusedWithoutAllocatingForIt() => AssertRefused("tensors", new GgufBytes { TensorCount = ulong.MaxValue }.ToArray());

    [Theory]
    [InlineData(8u)]
    [InlineData(5u)]
    [InlineData(6u)]
    public void Read_AbsurdArray_IsRefusedWithoutAllocatingForIt(uint elementType) =>
        AssertRefused("", new GgufBytes().With("x", GgufBytes.Claiming(elementType, 1UL << 60)).ToArray());

    [Fact]
    public void Read_ArrayOfArrays_IsRefused() => AssertRefused("array of arrays", new GgufBytes().With("x", GgufBytes.Claiming(9, 1)).ToArray());

    [Fact]
    public void Read_UnknownValueType_IsRefused() => AssertRefused("type 99", new GgufBytes().With("x", GgufBytes.OfType(99)).ToArray());

    [Theory]
    [InlineData(0u)]
    [InlineData(5u)]
    public void Read_ImpossibleDimensions_IsRefused(uint dimensions) => AssertRefused("dimensions", new GgufBytes { Dimensions = dimensions }.ToArray());

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    [InlineData(long.MaxValue)]
    public void Read_ImpossibleTensorSize_IsRefused(long rows) => AssertRefused("impossible size", new GgufBytes { Rows = rows }.ToArray());

    [Theory]
    [InlineData(4u)]
    [InlineData(1000u)]
    public void Read_UnknownTensorType_IsRefused(uint type) => AssertRefused($"type {type}", new GgufBytes { TensorType = type }.ToArray());

    [Fact]
    public void Read_RowsThatAreNoWholeBlocks_IsRefused() => AssertRefused("multiple", new GgufBytes { TensorType = 8 }.ToArray());

    [Theory]
    [InlineData(-32)]
    [InlineData(1)]
    public void Read_MisplacedTensor_IsRefused(long offset) => AssertRefused("does not begin", new GgufBytes { Offset = offset }.ToArray());

    [Theory]
    [InlineData(32)]
    [InlineData(long.MaxValue - 31)]
    public void Read_TensorBeyondTheEnd_SaysThatItIsTruncated(long offset) => AssertRefused("truncated", new GgufBytes { Offset = offset }.ToArray());

    [Theory]
    [InlineData("general.architecture")]
    [InlineData("llama.block_count")]
    [InlineData("llama.embedding_length")]
    [InlineData("llama.context_length")]
    [InlineData("tokenizer.ggml.tokens")]
    public void Read_MissingKey_NamesIt(string key) => AssertRefused(key, new GgufBytes().Without(key).ToArray());

    [Theory]
    [InlineData("llama.block_count", 0u)]
    [InlineData("llama.block_count", 513u)]
    [InlineData("llama.embedding_length", 0u)]
    [InlineData("llama.attention.head_count", 0x8000_0000u)]
    [InlineData("general.alignment", 0u)]
    [InlineData("general.alignment", 24u)]
    [InlineData("tokenizer.ggml.eos_token_id", 3u)]
    public void Read_NumberOutOfRange_NamesItsKey(string key, uint value) => AssertRefused(key, new GgufBytes().With(key, GgufBytes.Number(value)).ToArray());

    [Fact]
    public void Read_FewerScoresThanTokens_NamesThem() => AssertRefused("tokenizer.ggml.scores", new GgufBytes().With("tokenizer.ggml.scores", GgufBytes.Floats(2)).ToArray());

    [Fact]
    public void Read_TokenTwice_NamesIt() => AssertRefused("'a' twice", new GgufBytes().With("tokenizer.ggml.tokens", GgufBytes.Texts("a", "b", "a")).ToArray());

    [Fact]
    public void Read_EmptyTokens_AreLegal() => Assert.NotNull(Check(new GgufBytes().With("tokenizer.ggml.tokens", GgufBytes.Texts("a", "", ""))));

    [Theory]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    public void Read_EpsilonThatIsNone_NamesIt(float value) =>
        AssertRefused("layer_norm_rms_epsilon", new GgufBytes().With("llama.attention.layer_norm_rms_epsilon", GgufBytes.Real(value)).ToArray());

    [Fact]
    public void Read_MissingFile_NamesThePath()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "no", "such.gguf");

        var refusal = Assert.Throws<LlamaLoadException>(() => GgufCheck.Read(path));

        Assert.Contains($"{path} does not exist", refusal.Message, StringComparison.Ordinal);
    }

    private static GgufHeader Check(GgufBytes file) => GgufCheck.Read(new MemoryStream(file.ToArray()));

    private static void AssertRefused(string because, byte[] file)
    {
        var refusal = Assert.Throws<GgufFormatException>(() => GgufCheck.Read(new MemoryStream(file)));
        Assert.Contains(because, refusal.Message, StringComparison.Ordinal);
    }
}
