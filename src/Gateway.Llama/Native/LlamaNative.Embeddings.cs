using System.Runtime.InteropServices;

namespace Gateway.Llama.Native;

internal static unsafe partial class LlamaNative
{
    /// <returns>The length of a vector.</returns>
    [LibraryImport(Llama)]
    public static partial int llama_model_n_embd(ModelHandle model);

    /// <returns>The pooled vector of a sequence of the last batch; null without pooling.</returns>
    [LibraryImport(Llama)]
    public static partial float* llama_get_embeddings_seq(ContextHandle context, int sequence);

    [LibraryImport(Llama)]
    public static partial void llama_memory_clear(nint memory, [MarshalAs(UnmanagedType.I1)] bool data);

    [LibraryImport(Llama)]
    [return: MarshalAs(UnmanagedType.I1)]
    public static partial bool llama_vocab_get_add_eos(nint vocabulary);

    [LibraryImport(Llama)]
    public static partial int llama_vocab_eos(nint vocabulary);
}
