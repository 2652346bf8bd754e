using Gateway.Llama.Gguf;
using Gateway.Llama.Native;
using Gateway.Llama.Scheduling;
using Gateway.Llama.Templates;
using Microsoft.Extensions.Logging;

namespace Gateway.Llama;

/// <summary>A GGUF model in this process, with one thread that generates all of its answers. Ask it through <see cref="LlamaChatClient"/>.</summary>
public sealed partial class LlamaModel : IDisposable
{
    private readonly ModelHandle _model;
    private readonly OwnerThread _owner;

    private LlamaModel(LlamaModelOptions options, ModelHandle model, LlamaContext context, CacheLayout cache, Vocabulary vocabulary, ChatTemplate template, int contextTokens, TimeProvider time, ILogger logger)
    {
        Name = options.Name;
        ContextTokens = contextTokens;
        Time = time;
        Vocabulary = vocabulary;
        Template = template;
        _model = model;
        CanFork = !LlamaNative.llama_model_is_recurrent(model) && !LlamaNative.llama_model_is_hybrid(model);
        var waiting = new WaitingRequests(options.MaxQueued);
        var slots = new SlotPool(context, options.Parallel, cache.Sequences, cache.MaxKept(options, model), CanFork);
        var loop = new DecodeLoop(context, slots, waiting, vocabulary, cache.BatchTokens, logger);
        _owner = new OwnerThread(options.Name, loop, waiting, logger);
        Embeddings = new LlamaEmbeddingGenerator(this, () => new EmbeddingContext(model, options.Name, contextTokens, ModelLoader.ThreadsOf(options), options.Pooling));
    }

    /// <summary>The name that clients use.</summary>
    public string Name { get; }

    /// <summary>The longest prompt and answer together, in tokens: what was configured, or what the model was trained on where that is less.</summary>
    public int ContextTokens { get; }

    /// <summary>The model's vectors of texts. It is the model's own: dispose the model, not it.</summary>
    public LlamaEmbeddingGenerator Embeddings { get; }

    internal TimeProvider Time { get; }

    internal Vocabulary Vocabulary { get; }

    internal ChatTemplate Template { get; }

    /// <summary>False for models whose state is not one cell for each token (Mamba, RWKV): an answer cannot be gone on with from its middle.</summary>
    internal bool CanFork { get; }

    /// <summary>Loads the model and starts its thread. Takes seconds for a large file.</summary>
    /// <exception cref="LlamaLoadException">The file is missing, corrupt or unsupported, or its context does not fit into memory.</exception>
    /// <exception cref="LlamaUnavailableException">libllama is missing or of another release.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is not in its range.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while the tensors were being loaded.</exception>
    public static LlamaModel Load(LlamaModelOptions options, ILogger logger, TimeProvider time, CancellationToken cancellationToken = default)
    {
        ModelLoader.Check(options);
        var started = time.GetTimestamp();
        var header = GgufCheck.Read(options.Path);
        NativeLibraries.Open(options.NativeFolder, logger);
        var model = ModelLoader.OpenModel(options, cancellationToken);
        LlamaContext? context = null;
        try
        {
            var unknown = header.Whole("tokenizer.ggml.unknown_token_id") is >= 0 and < int.MaxValue and var id ? (int)id : 0;
            var vocabulary = new Vocabulary(model, unknown);
            var template = ModelLoader.OpenTemplate(options, model, vocabulary, time);
            var contextTokens = Math.Min(options.ContextTokens, LlamaNative.llama_model_n_ctx_train(model));
            var cache = CacheLayout.Of(options, contextTokens);
            context = new LlamaContext(ModelLoader.OpenContext(options, header, model, cache), vocabulary.Count);
            var loaded = new LlamaModel(options, model, context, cache, vocabulary, template, contextTokens, time, logger);
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
        Embeddings.Dispose();
        _model.Dispose();
        FreedMemory.GiveBack();
    }

    /// <exception cref="ModelCallException">The queue is full, or the model was unloaded.</exception>
    internal void Submit(GenerationRequest request) => _owner.Submit(request);

    /// <summary>Frees the cells that are kept for <paramref name="holder"/> alone.</summary>
    internal void Forget(object holder) => _owner.Post(slots => slots.Forget(holder));

    /// <summary>Cells in use after the current step, kept prefixes included; those that sequences share are counted for each.</summary>
    internal Task<int> CountCellsAsync()
    {
        var counted = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        _owner.Post(slots => counted.SetResult(slots.CountCells()));
        return counted.Task;
    }

    [LoggerMessage(EventId = 3005, Level = LogLevel.Information, Message = "Loaded {Model}: {ContextTokens} tokens each, {Parallel} answers at once, in {Elapsed}")]
    private static partial void Loaded(ILogger logger, string model, int contextTokens, int parallel, TimeSpan elapsed);
}
