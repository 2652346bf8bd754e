using Gateway.Llama.Gguf;

namespace Gateway.Llama.Tests.Gguf;

public sealed class CacheSizeTests
{
    private static readonly Dictionary<string, object> Llama8B = new()
    {
        ["general.architecture"] = "llama",
        ["llama.block_count"] = 32L,
        ["llama.embedding_length"] = 4096L,
        ["llama.attention.head_count"] = 32L,
        ["llama.attention.head_count_kv"] = 8L,
    };

    [Fact]
    public void Bytes_SharedHeads_CountsTheKeyValueHeadsOnly() => Assert.Equal(512L << 20, Bytes(Llama8B, 4096));

    [Fact]
    public void Bytes_WithoutKeyValueHeads_CountsAllHeads() =>
        Assert.Equal(2048L << 20, Bytes(new(Llama8B.Where(static one => one.Key != "llama.attention.head_count_kv")), 4096));

    [Fact]
    public void Bytes_OwnSizesOfKeysAndValues_AreCounted() =>
        Assert.Equal(768L << 20, Bytes(new(Llama8B) { ["llama.attention.key_length"] = 256L }, 4096));

    [Fact]
    public void Bytes_CompressedCache_IsNotKnown() => Assert.Null(Bytes(new(Llama8B) { ["llama.attention.kv_lora_rank"] = 512L }, 4096));

    [Fact]
    public void Bytes_BeyondALong_IsTheLargest() => Assert.Equal(long.MaxValue, Bytes(Llama8B, long.MaxValue / 2));

    private static long? Bytes(Dictionary<string, object> metadata, long cells) => CacheSize.Bytes(new GgufHeader(metadata, [], 0), cells, KvType.F16);
}
