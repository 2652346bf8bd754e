using Gateway.Llama.Native;

namespace Gateway.Llama;

/// <summary>How a context's cells are divided.</summary>
/// <param name="Shared">All sequences share one buffer; otherwise each has its own.</param>
/// <param name="Cells">Cells over all sequences, in tokens.</param>
/// <param name="Sequences">libllama's sequences: those that run, and in a shared cache some that only keep prefixes.</param>
internal readonly record struct CacheLayout(bool Shared, int Cells, int Sequences)
{
    /// <summary>libllama's LLAMA_MAX_SEQ.</summary>
    public const int MaxSequences = 256;

    private const int MaxBatchTokens = 512;

    // In a shared cache a sequence is a bit in each cell. The logits' buffer has a row for each, which is what limits them.
    private const int KeptPrefixes = 64;

    /// <summary>The most tokens of one decode step: libllama ends the process where a step has more tokens than the cache has cells.</summary>
    public int BatchTokens => Math.Min(MaxBatchTokens, Cells);

    /// <summary>
    /// The most cells that prefixes may keep while answers are generated. On a CPU every query of a shared cache passes over all cells in use,
    /// which costs 4 x layers x width operations for each; kept ones may make a token at most a tenth dearer than its 2 x parameters operations.
    /// </summary>
    public long MaxKept(LlamaModelOptions options, ModelHandle model)
    {
        if (!Shared || !ModelLoader.IsOnCpu(options)) return long.MaxValue;
        var perCell = 4.0 * LlamaNative.llama_model_n_layer(model) * LlamaNative.llama_model_n_embd(model);
        return (long)(0.1 * 2.0 * LlamaNative.llama_model_n_params(model) / perCell);
    }

    /// <exception cref="LlamaLoadException">The cells cannot be counted, or do not hold one answer.</exception>
    public static CacheLayout Of(LlamaModelOptions options, int contextTokens)
    {
        var shared = options.SharedCache;
        if (options.CacheTokens is not null && !shared) throw new LlamaLoadException($"{options.Path}: CacheTokens is for a shared cache; set SharedCache to true, or leave CacheTokens out.");
        var cells = options.CacheTokens ?? (long)contextTokens * options.Parallel;
        if (cells > int.MaxValue) throw new LlamaLoadException($"{options.Path}: {options.Parallel} x {contextTokens} tokens are more than a cache can have ({int.MaxValue}). Lower Parallel or ContextTokens.");
        if (cells < contextTokens) throw new LlamaLoadException($"{options.Path}: CacheTokens ({cells}) is less than the {contextTokens} of one answer. Raise CacheTokens or lower ContextTokens.");

        // libllama ends the process where there are more sequences than places in its buffer of logits, which is as long as a batch or the cache.
        var most = Math.Min(MaxSequences, Math.Min(MaxBatchTokens, cells));
        if (options.Parallel > most) throw new LlamaLoadException($"{options.Path}: {cells} tokens of cache are too few for {options.Parallel} answers at once. Lower Parallel, or raise ContextTokens or CacheTokens.");
        return new CacheLayout(shared, (int)cells, shared ? (int)Math.Min(most, options.Parallel + KeptPrefixes) : options.Parallel);
    }
}
