using Gateway.Llama.Native;
using Gateway.Llama.Templates;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Benchmarks.Llama;

/// <summary>A model opened without the engine.</summary>
internal sealed class BareModel : IDisposable
{
    private readonly ModelHandle _handle;

    public BareModel(string path)
    {
        NativeLibraries.Open(null, NullLogger.Instance);
        var parameters = LlamaNative.llama_model_default_params();
        parameters.GpuLayers = 0;
        _handle = LlamaNative.llama_model_load_from_file(path, parameters);
        if (_handle.IsInvalid) throw new InvalidOperationException($"libllama cannot load {path}.");

        // Nothing here is written that the tokens cannot spell.
        Vocabulary = new Vocabulary(_handle, unknown: 0);
        Template = ChatTemplate.Of(_handle, Vocabulary, TimeProvider.System);
    }

    public Vocabulary Vocabulary { get; }

    private ChatTemplate Template { get; }

    /// <summary>The tokens of a user's message, as the engine makes them.</summary>
    public int[] Prompt(string text) => PromptTokens.Of([new ChatTurn("user", text)], null, Template, Vocabulary);

    /// <summary>A user's message that is so many tokens with the template's own, and begins with another token for each of 93 numbers.</summary>
    public string Text(int number, int tokens)
    {
        // Character by character: none of these begins a longer token together with its neighbour.
        var text = FormattableString.Invariant($"{(char)(0x21 + number % 93)}{number / 93}");
        return text.PadRight(text.Length + tokens - Prompt(text).Length, 'a');
    }

    /// <summary>A context with the parameters that the engine gives it on a CPU.</summary>
    public LlamaContext OpenContext(int sequences, int contextTokens, int threads)
    {
        var parameters = LlamaNative.llama_context_default_params();
        parameters.ContextTokens = (uint)(sequences * contextTokens);
        parameters.BatchTokens = BareLoop.BatchTokens;
        parameters.MicroBatchTokens = BareLoop.BatchTokens;
        parameters.MaxSequences = (uint)sequences;
        parameters.Threads = threads;
        parameters.BatchThreads = threads;
        parameters.UnifiedCache = 0;
        parameters.FlashAttention = 0;
        var context = LlamaNative.llama_init_from_model(_handle, parameters);
        if (context.IsInvalid) throw new InvalidOperationException($"A context of {sequences} x {contextTokens} tokens cannot be made.");
        context.Keep(_handle);
        return new LlamaContext(context, Vocabulary.Count);
    }

    public void Dispose() => _handle.Dispose();
}
