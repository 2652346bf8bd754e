using Gateway.Llama;
using Gateway.Testing.Gguf;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Benchmarks.Llama;

/// <summary>The models that are measured.</summary>
internal static class LocalModels
{
    /// <summary>The random one for long prompts: small, since slow processors take seconds for thousands of its tokens already.</summary>
    public static RandomLlama Medium { get; } = new() { Layers = 6, Width = 384, Heads = 6, KeyValueHeads = 2, FeedForward = 1024, Vocabulary = 4096 };

    /// <summary>A hundred million parameters, with a vocabulary of a usual size.</summary>
    public static RandomLlama Large { get; } = new() { Layers = 12, Width = 768, Heads = 12, KeyValueHeads = 4, FeedForward = 2048, Vocabulary = 32_000, TiedOutput = true };

    /// <summary>The shipped model that adds numbers, looked for in the folders above the program.</summary>
    public static string TinySum { get; } = Find();

    public static LlamaModel Load(string path, int parallel, int contextTokens, int threads) =>
        Load(new LlamaModelOptions("local", path) { Parallel = parallel, ContextTokens = contextTokens, Threads = threads, GpuLayers = 0 });

    public static LlamaModel Load(LlamaModelOptions options) => LlamaModel.Load(options, NullLogger.Instance, TimeProvider.System);

    public static string NameOf(RandomLlama model) => FormattableString.Invariant($"random, {model.Parameters / 1e6:0} million, F16");

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, "models", "tiny-sum.gguf");
            if (File.Exists(file)) return file;
        }

        throw new FileNotFoundException($"models/tiny-sum.gguf is in no folder above {AppContext.BaseDirectory}.");
    }
}
