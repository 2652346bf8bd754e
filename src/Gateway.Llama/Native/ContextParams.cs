using System.Runtime.InteropServices;

namespace Gateway.Llama.Native;

/// <summary>llama.cpp's <c>llama_context_params</c>, passed by value: 160 bytes in release 0.5.0.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ContextParams
{
    /// <summary>Cells of the key-value cache, in tokens, over all sequences.</summary>
    public uint ContextTokens;

    /// <summary>The most tokens of one <c>llama_decode</c>.</summary>
    public uint BatchTokens;

    public uint MicroBatchTokens;
    public uint MaxSequences;
    public uint RecurrentStates;
    public uint MaxOutputs;
    public uint MaxOutputsPerSequence;
    public int Threads;
    public int BatchThreads;
    public int ContextType;
    public int RopeScaling;
    public int Pooling;
    public int Attention;

    /// <summary>-1 automatic, 0 off, 1 on.</summary>
    public int FlashAttention;

    public float RopeFrequencyBase;
    public float RopeFrequencyScale;
    public float YarnExtensionFactor;
    public float YarnAttentionFactor;
    public float YarnBetaFast;
    public float YarnBetaSlow;
    public uint YarnOriginalContext;
    public float DefragmentationThreshold;
    public void* EvaluationCallback;
    public void* EvaluationCallbackState;
    public int KeyType;
    public int ValueType;
    public void* AbortCallback;
    public void* AbortCallbackState;
    public byte Embeddings;
    public byte OffloadKqv;
    public byte NoPerformanceCounters;
    public byte OffloadOperations;
    public byte FullSlidingWindowCache;

    /// <summary>1: all sequences share one buffer, so that forks cost nothing; 0: each has its own, so that a query scans only its own cells.</summary>
    public byte UnifiedCache;

    public void* Samplers;
    public nuint SamplerCount;
    public void* OtherContext;
}
