using System.Runtime.InteropServices;

namespace Gateway.Llama.Grammar;

/// <summary>llama.cpp's <c>llama_token_data_array</c>: 32 bytes in release 0.5.0. The candidates belong to the caller.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeTokenList
{
    public NativeTokenData* Candidates;
    public nuint Count;

    /// <summary>The place of the chosen candidate; -1 where none is chosen.</summary>
    public long Selected;

    public byte Sorted;
}
