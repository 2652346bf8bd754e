namespace Gateway.Llama.Native;

/// <summary>A context of a model and its key-value cache. Not thread-safe: one owner thread alone may call it.</summary>
internal sealed unsafe class LlamaContext : IDisposable
{
    private readonly ContextHandle _context;
    private readonly nint _memory;
    private readonly int _vocabulary;

    /// <param name="context">The context; disposed with this.</param>
    /// <param name="vocabulary">Tokens in the vocabulary: the length of a row of logits.</param>
    public LlamaContext(ContextHandle context, int vocabulary)
    {
        _context = context;
        _memory = LlamaNative.llama_get_memory(context);
        _vocabulary = vocabulary;
    }

    /// <returns>0, or libllama's code: 1 no room in the cache, 2 aborted, negative for an error.</returns>
    public int Decode(TokenBatch batch) => LlamaNative.llama_decode(_context, batch.Native);

    /// <summary>The logits of a place of the last batch. They are overwritten by the next decode; empty where the place has none.</summary>
    public ReadOnlySpan<float> LogitsAt(int place)
    {
        var logits = LlamaNative.llama_get_logits_ith(_context, place);
        return logits is null ? [] : new ReadOnlySpan<float>(logits, _vocabulary);
    }

    /// <summary>Frees the cells of a sequence from a position on.</summary>
    public void Remove(int sequence, int from) => LlamaNative.llama_memory_seq_rm(_memory, sequence, from, -1);

    /// <summary>Makes <paramref name="target"/>, which must be empty, hold what <paramref name="source"/> holds below <paramref name="end"/>.</summary>
    public void Copy(int source, int target, int end)
    {
        // The whole sequence and then a cut: with separate buffers libllama copies only whole ones, and asserts on a range.
        LlamaNative.llama_memory_seq_cp(_memory, source, target, -1, -1);
        LlamaNative.llama_memory_seq_rm(_memory, target, end, -1);
    }

    /// <summary>Cells from a sequence's first position to its last: 0 where it has none.</summary>
    public int LengthOf(int sequence) => LlamaNative.llama_memory_seq_pos_max(_memory, sequence) + 1;

    public void Dispose() => _context.Dispose();
}
