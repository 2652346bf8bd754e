using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Gateway.Llama.Gguf;
using Gateway.Llama.Native;
using Gateway.Llama.Templates;

namespace Gateway.Llama;

/// <summary>Opens the parts of a model. What cannot be used is refused with the reason, since libllama itself says no more than that it failed.</summary>
internal static class ModelLoader
{
    private const int MaxDefaultThreads = 8;

    /// <exception cref="ArgumentOutOfRangeException">An option is not in its range.</exception>
    public static void Check(LlamaModelOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ContextTokens, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Parallel, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Parallel, CacheLayout.MaxSequences);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxQueued, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.GpuLayers, -1);
        ArgumentOutOfRangeException.ThrowIfNegative(options.MainGpu);
        if (options.Threads is { } threads) ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (options is { KvType: KvType.Q4 or KvType.Q8, FlashAttention: not true })
            throw new LlamaLoadException($"{options.Path}: values of the type {options.KvType} need flash attention. Set FlashAttention to true, or KvType to F16, BF16 or F32.");
    }

    /// <exception cref="LlamaLoadException">libllama cannot load the file, or it is no model that continues a text.</exception>
    /// <exception cref="OperationCanceledException">The load was given up.</exception>
    public static unsafe ModelHandle OpenModel(LlamaModelOptions options, CancellationToken cancellationToken)
    {
        var parameters = LlamaNative.llama_model_default_params();
        parameters.GpuLayers = options.GpuLayers;
        parameters.MainGpu = options.MainGpu;
        var split = Split(options);
        ModelHandle model;
        var token = GCHandle.Alloc(cancellationToken);
        fixed (float* shares = split)
        {
            parameters.TensorSplit = options.TensorSplit.Count > 0 ? shares : null;
            parameters.ProgressCallback = (delegate* unmanaged[Cdecl]<float, nint, byte>)&GoesOn;
            parameters.ProgressCallbackState = (void*)GCHandle.ToIntPtr(token);
            model = LlamaNative.llama_model_load_from_file(options.Path, parameters);
        }

        token.Free();
        if (model.IsInvalid) cancellationToken.ThrowIfCancellationRequested();
        if (model.IsInvalid) throw new LlamaLoadException($"libllama cannot load {options.Path}: its architecture is not supported or its tensors do not fit it; the log says more.");
        if (!LlamaNative.llama_model_has_encoder(model)) return model;
        model.Dispose();
        throw new LlamaLoadException($"{options.Path} is an encoder-decoder model; only models that continue a text can be used.");
    }

    /// <exception cref="LlamaLoadException">The model has a template that cannot be used, or one that its vocabulary cannot spell.</exception>
    public static ChatTemplate OpenTemplate(LlamaModelOptions options, ModelHandle model, Vocabulary vocabulary, TimeProvider clock)
    {
        try
        {
            return ChatTemplate.Of(model, vocabulary, clock);
        }
        catch (NotSupportedException e)
        {
            throw new LlamaLoadException($"{options.Path} cannot be used for chat: {e.Message}.", e);
        }
    }

    /// <exception cref="LlamaLoadException">The context does not fit into memory.</exception>
    public static ContextHandle OpenContext(LlamaModelOptions options, GgufHeader header, ModelHandle model, CacheLayout cache)
    {
        CheckMemory(options, header, cache);
        var parameters = LlamaNative.llama_context_default_params();

        var threads = ThreadsOf(options);
        parameters.ContextTokens = (uint)cache.Cells;
        parameters.BatchTokens = (uint)cache.BatchTokens;
        parameters.MicroBatchTokens = (uint)cache.BatchTokens;
        parameters.MaxSequences = (uint)cache.Sequences;
        parameters.Threads = threads;
        parameters.BatchThreads = threads;
        parameters.UnifiedCache = cache.Shared ? (byte)1 : (byte)0;
        parameters.KeyType = (int)options.KvType;
        parameters.ValueType = (int)options.KvType;
        bool? wanted = options.FlashAttention ?? (IsOnCpu(options) ? false : null);
        if (wanted is { } flash) parameters.FlashAttention = flash ? 1 : 0;
        var context = LlamaNative.llama_init_from_model(model, parameters);
        if (context.IsInvalid)
            throw new LlamaLoadException($"{options.Path}: a context of {cache.Cells} tokens cannot be made. Lower Parallel, ContextTokens or CacheTokens; the log says more.");

        context.Keep(model);
        return context;
    }

    // Half of the processors: llama.cpp's threads spin while they wait for each other, and one that has to share its processor stops them all.
    public static int ThreadsOf(LlamaModelOptions options) => options.Threads ?? Math.Clamp(Environment.ProcessorCount / 2, 1, MaxDefaultThreads);

    public static bool IsOnCpu(LlamaModelOptions options) => options.GpuLayers == 0 || !LlamaNative.llama_supports_gpu_offload();

    // libllama asks while it loads; with 0 it gives up and frees what it has.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static byte GoesOn(float progress, nint token) => ((CancellationToken)GCHandle.FromIntPtr(token).Target!).IsCancellationRequested ? (byte)0 : (byte)1;

    private static float[] Split(LlamaModelOptions options)
    {
        var devices = (int)LlamaNative.llama_max_devices();
        if (options.TensorSplit.Count > devices) throw new LlamaLoadException($"{options.Path}: TensorSplit has {options.TensorSplit.Count} shares; libllama knows at most {devices} devices.");
        var split = new float[devices];
        for (var i = 0; i < options.TensorSplit.Count; i++) split[i] = options.TensorSplit[i];
        return split;
    }

    private static void CheckMemory(LlamaModelOptions options, GgufHeader header, CacheLayout cache)
    {
        // What lies in a GPU is refused by its driver.
        if (!IsOnCpu(options)) return;
        var available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (CacheSize.Bytes(header, cache.Cells, options.KvType) is { } bytes && bytes > available)
        {
            throw new LlamaLoadException(
                $"{options.Path}: {cache.Cells} tokens need {bytes >> 20} MiB of cache, and this process may use {available >> 20} MiB. Lower Parallel, ContextTokens or CacheTokens.");
        }
    }
}
