using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Llama.Tests;

/// <summary>The shipped model that adds small numbers, and questions for it.</summary>
public static class TinySum
{
    /// <summary>The model's file, looked for in the folders above the test; null where it is not there.</summary>
    public static string? File { get; } = Find();

    public static bool IsMissing => File is null || !Directory.Exists(Path.Combine(AppContext.BaseDirectory, "llama-native"));

    public const string WhyMissing = "needs models/tiny-sum.gguf and llama-native beside the test";

    public static LlamaModel Load(int parallel = 8, int contextTokens = 512) => Load(static options => options, parallel, contextTokens);

    public static LlamaModel Load(Func<LlamaModelOptions, LlamaModelOptions> configure, int parallel = 8, int contextTokens = 512) =>
        LlamaModel.Load(configure(new LlamaModelOptions("tiny-sum", File!) { Parallel = parallel, ContextTokens = contextTokens, Threads = 1 }), NullLogger.Instance, TimeProvider.System);

    public static List<ChatMessage> Ask(string question) => [new ChatMessage(ChatRole.User, question)];

    /// <summary>Sums of four one- or two-digit numbers, from a fixed seed.</summary>
    public static IEnumerable<(string Question, int Sum)> Questions(int count)
    {
        var random = new Random(5);
        for (var i = 0; i < count; i++)
        {
            int[] numbers = [random.Next(1, 100), random.Next(1, 100), random.Next(1, 100), random.Next(1, 100)];
            yield return (string.Join('+', numbers), numbers.Sum());
        }
    }

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, "models", "tiny-sum.gguf");
            if (System.IO.File.Exists(file)) return file;
        }

        return null;
    }
}
