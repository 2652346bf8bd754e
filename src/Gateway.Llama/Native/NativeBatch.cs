using System.Runtime.InteropServices;

namespace Gateway.Llama.Native;

/// <summary>llama.cpp's <c>llama_batch</c>, passed by value: 56 bytes in release 0.5.0. The arrays belong to <see cref="TokenBatch"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeBatch
{
    public int Count;
    public int* Tokens;
    public float* Embeddings;
    public int* Positions;
    public int* SequenceCounts;
    public int** Sequences;

    /// <summary>Not 0: logits are computed at this place of the batch.</summary>
    public sbyte* WantsLogits;
}
