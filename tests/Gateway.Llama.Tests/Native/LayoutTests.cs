using Gateway.Llama.Native;

namespace Gateway.Llama.Tests.Native;

/// <summary>The layouts of llama.cpp 0.5.0, written down from its header: a field moved by accident would be read as another.</summary>
public sealed unsafe class LayoutTests
{
    [Fact]
    public void ModelParams_Layout_IsThatOfTheRelease()
    {
        ModelParams p = default;
        var start = (byte*)&p;

        Assert.Equal(80, sizeof(ModelParams));
        Assert.Equal(
            [0, 8, 16, 20, 24, 28, 32, 40, 48, 56, 64, 72, 73, 74, 75, 76, 77],
            Offsets(
                start, &p.Devices, &p.TensorBufferOverrides, &p.GpuLayers, &p.SplitMode, &p.LoadMode, &p.LazyMode, &p.MainGpu, &p.TensorSplit,
                &p.ProgressCallback, &p.ProgressCallbackState, &p.MetadataOverrides, &p.VocabularyOnly, &p.CheckTensors, &p.UseExtraBufferTypes,
                &p.NoHost, &p.NoAllocation, &p.LoadMultiTokenPrediction));
    }

    [Fact]
    public void ContextParams_Layout_IsThatOfTheRelease()
    {
        ContextParams p = default;
        var start = (byte*)&p;

        Assert.Equal(160, sizeof(ContextParams));
        Assert.Equal(
            [0, 4, 8, 12, 16, 20, 24, 28, 32, 36, 40, 44, 48, 52, 56, 60, 64, 76, 80, 84, 88, 96, 104, 108, 112, 120, 128, 129, 130, 131, 132, 133, 136, 144, 152],
            Offsets(
                start, &p.ContextTokens, &p.BatchTokens, &p.MicroBatchTokens, &p.MaxSequences, &p.RecurrentStates, &p.MaxOutputs,
                &p.MaxOutputsPerSequence, &p.Threads, &p.BatchThreads, &p.ContextType, &p.RopeScaling, &p.Pooling, &p.Attention, &p.FlashAttention,
                &p.RopeFrequencyBase, &p.RopeFrequencyScale, &p.YarnExtensionFactor, &p.YarnBetaSlow, &p.YarnOriginalContext,
                &p.DefragmentationThreshold, &p.EvaluationCallback, &p.EvaluationCallbackState, &p.KeyType, &p.ValueType, &p.AbortCallback,
                &p.AbortCallbackState, &p.Embeddings, &p.OffloadKqv, &p.NoPerformanceCounters, &p.OffloadOperations, &p.FullSlidingWindowCache,
                &p.UnifiedCache, &p.Samplers, &p.SamplerCount, &p.OtherContext));
    }

    [Fact]
    public void NativeBatch_Layout_IsThatOfTheRelease()
    {
        NativeBatch b = default;

        Assert.Equal(56, sizeof(NativeBatch));
        Assert.Equal(
            [0, 8, 16, 24, 32, 40, 48],
            Offsets((byte*)&b, &b.Count, &b.Tokens, &b.Embeddings, &b.Positions, &b.SequenceCounts, &b.Sequences, &b.WantsLogits));
    }

    [Fact(Skip = TinySum.WhyMissing, SkipWhen = nameof(TinySum.IsMissing), SkipType = typeof(TinySum))]
    public void DefaultParameters_OfTheLibrary_AreReadAtTheirPlaces()
    {
        using var model = TinySum.Load(parallel: 1, contextTokens: 16);

        var modelParameters = LlamaNative.llama_model_default_params();
        var contextParameters = LlamaNative.llama_context_default_params();

        Assert.Equal((-1, 0, 1), (modelParameters.GpuLayers, (int)modelParameters.VocabularyOnly, (int)modelParameters.UseExtraBufferTypes));
        Assert.Equal((512u, 2048u, 512u), (contextParameters.ContextTokens, contextParameters.BatchTokens, contextParameters.MicroBatchTokens));
        Assert.Equal((1, 1), (contextParameters.KeyType, contextParameters.ValueType));
        Assert.Equal((-1, -1f, 4), (contextParameters.FlashAttention, contextParameters.YarnBetaFast, contextParameters.Threads));
    }

    private static int[] Offsets(byte* start, params void*[] fields)
    {
        var offsets = new int[fields.Length];
        for (var i = 0; i < fields.Length; i++) offsets[i] = (int)((byte*)fields[i] - start);
        return offsets;
    }
}
