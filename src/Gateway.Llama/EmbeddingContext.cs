using Gateway.Llama.Native;

namespace Gateway.Llama;

/// <summary>A context that makes vectors instead of answers. One batch at a time.</summary>
internal sealed unsafe class EmbeddingContext : IDisposable
{
    /// <summary>Texts in one batch.</summary>
    public const int MaxTexts = 32;

    private readonly ContextHandle _context;
    private readonly TokenBatch _batch;
    private readonly nint _memory;
    private readonly int _length;

    /// <exception cref="LlamaLoadException">There is no memory for the context.</exception>
    public EmbeddingContext(ModelHandle model, string name, int contextTokens, int threads, Pooling pooling)
    {
        var parameters = LlamaNative.llama_context_default_params();

        // All of a text has to be in one step for its vectors to be pooled, and each of its tokens gives one.
        var tokens = (uint)Math.Max(contextTokens, MaxTexts);
        parameters.ContextTokens = tokens;
        parameters.BatchTokens = tokens;
        parameters.MicroBatchTokens = tokens;
        parameters.MaxSequences = MaxTexts;
        parameters.MaxOutputsPerSequence = tokens;
        parameters.Threads = threads;
        parameters.BatchThreads = threads;
        parameters.UnifiedCache = 1;
        parameters.Embeddings = 1;
        parameters.Pooling = (int)pooling;
        _context = LlamaNative.llama_init_from_model(model, parameters);
        if (_context.IsInvalid) throw new LlamaLoadException($"{name}: a context of {tokens} tokens for embeddings cannot be made; the log says more.");
        _context.Keep(model);
        _memory = LlamaNative.llama_get_memory(_context);
        _length = LlamaNative.llama_model_n_embd(model);
        _batch = new TokenBatch((int)tokens);
    }

    /// <summary>Tokens that one batch holds.</summary>
    public int BatchTokens => _batch.Capacity;

    /// <summary>The vectors of the texts, each of length 1.</summary>
    /// <param name="texts">At most <see cref="MaxTexts"/>, together at most <see cref="BatchTokens"/> tokens, none empty.</param>
    /// <exception cref="ModelCallException">libllama failed.</exception>
    public float[][] Embed(IReadOnlyList<int[]> texts)
    {
        _batch.Clear();
        for (var text = 0; text < texts.Count; text++)
        {
            for (var position = 0; position < texts[text].Length; position++) _batch.Add(texts[text][position], position, text, wantsLogits: true);
        }

        LlamaNative.llama_memory_clear(_memory, data: false);
        var code = LlamaNative.llama_decode(_context, _batch.Native);
        if (code != 0) throw Failed($"llama_decode failed with code {code}");
        return [.. Enumerable.Range(0, texts.Count).Select(VectorOf)];
    }

    public void Dispose()
    {
        _context.Dispose();
        _batch.Dispose();
    }

    private float[] VectorOf(int text)
    {
        var pooled = LlamaNative.llama_get_embeddings_seq(_context, text);
        if (pooled is null) throw Failed("libllama gave no embedding");
        var vector = new ReadOnlySpan<float>(pooled, _length).ToArray();
        var norm = Math.Sqrt(vector.Sum(static value => (double)value * value));
        if (!(norm > 0 && double.IsFinite(norm))) throw Failed("the model's embedding has no length");
        for (var i = 0; i < vector.Length; i++) vector[i] = (float)(vector[i] / norm);
        return vector;
    }

    private static ModelCallException Failed(string message) => new(new ModelFault(FaultKind.Upstream, message));
}
