namespace Gateway.Llama;

/// <summary>A GGUF model to load into this process.</summary>
/// <param name="Name">The name that clients use.</param>
/// <param name="Path">The GGUF file.</param>
public sealed record LlamaModelOptions(string Name, string Path)
{
    /// <summary>Layers kept in GPU memory: 0 none, -1 all. Without a GPU backend it changes nothing.</summary>
    public int GpuLayers { get; init; } = -1;

    /// <summary>The GPU for what is not split over several, from 0.</summary>
    public int MainGpu { get; init; }

    /// <summary>The share of each GPU in the layers, in any unit (3, 1: three quarters and one quarter); empty: by free memory.</summary>
    public IReadOnlyList<float> TensorSplit { get; init; } = [];

    /// <summary>Flash attention; unset: off on a CPU, where it is the slower one, and libllama's choice on a GPU.</summary>
    public bool? FlashAttention { get; init; }

    /// <summary>The type of keys and values in the cache. Values of the quantised types need flash attention.</summary>
    public KvType KvType { get; init; } = KvType.F16;

    /// <summary>The longest prompt and answer together, in tokens, of each sequence.</summary>
    public int ContextTokens { get; init; } = 4096;

    /// <summary>Answers generated at once; what is more waits in the queue.</summary>
    public int Parallel { get; init; } = 32;

    /// <summary>Requests that may wait; one more is told to come back later (429).</summary>
    public int MaxQueued { get; init; } = 1024;

    /// <summary>
    /// False: each sequence has a cache of its own. Attention reads no other's cells, and what finished answers leave costs the running ones
    /// nothing; a common prefix or a fork is copied, which moves a whole sequence's cache. True: all share one, so that common prefixes and
    /// forks take their cells once and cost no copy.
    /// </summary>
    public bool SharedCache { get; init; }

    /// <summary>Cells of a shared cache, in tokens; unset: <see cref="Parallel"/> x <see cref="ContextTokens"/>. With fewer, the newest answers wait when it is full.</summary>
    public int? CacheTokens { get; init; }

    /// <summary>How a text's embedding is made of its tokens'.</summary>
    public Pooling Pooling { get; init; } = Pooling.Mean;

    /// <summary>CPU threads of a decode step; unset: half of the machine's processors, at least 1 and at most 8.</summary>
    public int? Threads { get; init; }

    /// <summary>The folder of libllama; unset: <c>llama-native</c> beside the program.</summary>
    public string? NativeFolder { get; init; }
}
