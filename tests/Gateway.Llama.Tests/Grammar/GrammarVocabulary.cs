using Gateway.Llama.Native;
using Gateway.Llama.Templates;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Llama.Tests.Grammar;

/// <summary>The vocabulary of a <see cref="VocabularyFile"/>, loaded once for all tests.</summary>
internal static class GrammarVocabulary
{
    public static VocabularyFile File { get; } = new();

    private static readonly Lazy<Vocabulary> Loaded = new(() => Load(File));

    public const string WhyMissing = "needs llama-native beside the test";

    public static bool IsMissing => !Directory.Exists(Path.Combine(AppContext.BaseDirectory, "llama-native"));

    public static Vocabulary Vocabulary => Loaded.Value;

    public static Vocabulary Load(VocabularyFile file)
    {
        var path = Path.GetTempFileName();
        try
        {
            file.Write(path);
            NativeLibraries.Open(null, NullLogger.Instance);
            var parameters = LlamaNative.llama_model_default_params();
            parameters.GpuLayers = 0;
            parameters.VocabularyOnly = 1;
            var model = LlamaNative.llama_model_load_from_file(path, parameters);
            Assert.False(model.IsInvalid);
            return new Vocabulary(model, 0);
        }
        finally
        {
            System.IO.File.Delete(path);
        }
    }

    /// <summary>The token of one ASCII character.</summary>
    public static int Of(char character) => File.Token(character == ' ' ? "\u2581" : character.ToString());

    public static int Of(string text) => File.Token(text);
}
