using Gateway.Llama.Gguf;
using Gateway.Llama.Native;
using Gateway.Llama.Scheduling;
using Gateway.Llama.Templates;
using Microsoft.Extensions.Logging;

namespace Gateway.Llama;

/// <summary>A GGUF model in this process, with one thread that generates all of its answers. Ask it through <see cref="LlamaChatClient"/>.</summary>
public sealed partial class LlamaModel : IDisposable
{
    private const int BatchTokens = 512;
    private const int MaxWaiting = 1024;
    private const int MaxDefaultThreads = 8;

    // libllama's LLAMA_MAX_SEQ.
    private const int MaxParallel = 256;

    // Up to here one shared buffer is faster, beyond it each query would scan the cells of too many others.
    private const int MaxUnifiedParallel = 8;

    private readonly ModelHandle _model;
    private readonly OwnerThread _owner;

    private LlamaModel(LlamaModelOptions options, ModelHandle model, LlamaContext context, Vocabulary vocabulary, ChatTemplate template, int contextTokens, TimeProvider time, ILogger logger)
    {
        Name = options.Name;
        ContextTokens = contextTokens;
        Time = time;
        Vocabulary = vocabulary;
        Template = template;
        _model = model;
        var waiting = new WaitingRequests(MaxWaiting);
        var canRewind = !LlamaNative.llama_model_is_recurrent(model) && !LlamaNative.llama_model_is_hybrid(model);
        var sequences = new SequencePool(context, options.Parallel, canRewind);
        _owner = new OwnerThread(options.Name, new DecodeLoop(context, sequences, waiting, vocabulary, BatchTokens, logger), waiting, logger);
    }

    /// <summary>The name that clients use.</summary>
    public string Name { get; }

    /// <summary>The longest prompt and answer together, in tokens: what was configured, or what the model was trained on where that is less.</summary>
    public int ContextTokens { get; }

    internal TimeProvider Time { get; }

    internal Vocabulary Vocabulary { get; }

    internal ChatTemplate Template { get; }

    /// <summary>Loads the model and starts its thread. Takes seconds for a large file.</summary>
    /// <exception cref="LlamaLoadException">The file is missing, corrupt or unsupported, or its context does not fit into memory.</exception>
    /// <exception cref="LlamaUnavailableException">libllama is missing or of another release.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is not in its range.</exception>
    public static LlamaModel Load(LlamaModelOptions options, ILogger logger, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ContextTokens, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Parallel, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Parallel, MaxParallel);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.GpuLayers, -1);
        if (options.Threads is { } threads) ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);

        var started = time.GetTimestamp();
        var header = GgufCheck.Read(options.Path);
        NativeLibraries.Open(options.NativeFolder, logger);
        var model = OpenModel(options);
        LlamaContext? context = null;
        try
        {
            var unknown = header.Whole("tokenizer.ggml.unknown_token_id") is >= 0 and < int.MaxValue and var id ? (int)id : 0;
            var vocabulary = new Vocabulary(model, unknown);
            var template = OpenTemplate(options, model, vocabulary);
            var contextTokens = Math.Min(options.ContextTokens, LlamaNative.llama_model_n_ctx_train(model));
            CheckMemory(options, header, contextTokens);
            context = new LlamaContext(OpenContext(options, model, contextTokens), vocabulary.Count);
            var loaded = new LlamaModel(options, model, context, vocabulary, template, contextTokens, time, logger);
            var elapsed = time.GetElapsedTime(started);
            Loaded(logger, options.Name, contextTokens, options.Parallel, elapsed);
            return loaded;
        }
        catch
        {
            context?.Dispose();
            model.Dispose();
            throw;
        }
    }

    /// <summary>Ends the thread after its current step. Answers that are not finished fail.</summary>
    public void Dispose()
    {
        _owner.Dispose();
        _model.Dispose();
    }

    internal void Submit(GenerationRequest request) => _owner.Submit(request);

    private static ModelHandle OpenModel(LlamaModelOptions options)
    {
        var parameters = LlamaNative.llama_model_default_params();
        parameters.GpuLayers = options.GpuLayers;
        var model = LlamaNative.llama_model_load_from_file(options.Path, parameters);
        if (model.IsInvalid) throw new LlamaLoadException($"libllama cannot load {options.Path}: its architecture is not supported or its tensors do not fit it; the log says more.");
        if (!LlamaNative.llama_model_has_encoder(model)) return model;
        model.Dispose();
        throw new LlamaLoadException($"{options.Path} is an encoder-decoder model; only models that continue a text can be used.");
    }

    private static ChatTemplate OpenTemplate(LlamaModelOptions options, ModelHandle model, Vocabulary vocabulary)
    {
        try
        {
            var template = ChatTemplate.Of(model);
            PromptTokens.Of([new ChatTurn("user", " "), new ChatTurn("assistant", " "), new ChatTurn("user", " ")], template, vocabulary);
            return template;
        }
        catch (NotSupportedException e)
        {
            throw new LlamaLoadException($"{options.Path} cannot be used for chat: {e.Message}.", e);
        }
    }

    private static void CheckMemory(LlamaModelOptions options, GgufHeader header, int contextTokens)
    {
        // What lies in a GPU is refused by its driver.
        if (options.GpuLayers != 0 && LlamaNative.llama_supports_gpu_offload()) return;
        var available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (CacheSize.Bytes(header, (long)contextTokens * options.Parallel) is { } bytes && bytes > available)
        {
            throw new LlamaLoadException(
                $"{options.Path}: {options.Parallel} x {contextTokens} tokens need {bytes >> 20} MiB of cache, and this process may use {available >> 20} MiB. Lower Parallel or ContextTokens.");
        }
    }

    private static ContextHandle OpenContext(LlamaModelOptions options, ModelHandle model, int contextTokens)
    {
        var parameters = LlamaNative.llama_context_default_params();

        // Half of the processors: llama.cpp's threads spin while they wait for each other, and one that has to share its processor stops them all.
        var threads = options.Threads ?? Math.Clamp(Environment.ProcessorCount / 2, 1, MaxDefaultThreads);
        parameters.ContextTokens = checked((uint)contextTokens * (uint)options.Parallel);
        parameters.BatchTokens = BatchTokens;
        parameters.MicroBatchTokens = BatchTokens;
        parameters.MaxSequences = (uint)options.Parallel;
        parameters.Threads = threads;
        parameters.BatchThreads = threads;
        parameters.UnifiedCache = options.Parallel <= MaxUnifiedParallel ? (byte)1 : (byte)0;

        // On a CPU flash attention is the slower one.
        if (options.GpuLayers == 0 || !LlamaNative.llama_supports_gpu_offload()) parameters.FlashAttention = 0;
        var context = LlamaNative.llama_init_from_model(model, parameters);
        if (context.IsInvalid)
        {
            throw new LlamaLoadException(
                $"{options.Path}: a context of {options.Parallel} x {contextTokens} tokens cannot be made. Lower Parallel or ContextTokens; the log says more.");
        }

        context.Keep(model);
        return context;
    }

    [LoggerMessage(EventId = 3005, Level = LogLevel.Information, Message = "Loaded {Model}: {ContextTokens} tokens each, {Parallel} answers at once, in {Elapsed}")]
    private static partial void Loaded(ILogger logger, string model, int contextTokens, int parallel, TimeSpan elapsed);
}
