namespace Gateway.Llama;

/// <summary>A GGUF model to load into this process.</summary>
/// <param name="Name">The name that clients use.</param>
/// <param name="Path">The GGUF file.</param>
public sealed record LlamaModelOptions(string Name, string Path)
{
    /// <summary>Layers kept in GPU memory: 0 none, -1 all. Without a GPU backend it changes nothing.</summary>
    public int GpuLayers { get; init; } = -1;

    /// <summary>The longest prompt and answer together, in tokens, of each sequence.</summary>
    public int ContextTokens { get; init; } = 4096;

    /// <summary>Answers generated at once; what is more waits in the queue.</summary>
    public int Parallel { get; init; } = 32;

    /// <summary>CPU threads of a decode step; unset: half of the machine's processors, at least 1 and at most 8.</summary>
    public int? Threads { get; init; }

    /// <summary>The folder of libllama; unset: <c>llama-native</c> beside the program.</summary>
    public string? NativeFolder { get; init; }
}
