using Gateway.Llama.Native;

namespace Gateway.Llama.Tests.Native;

public sealed class NativeLibrariesTests
{
    [Fact]
    public void Find_FolderWithoutLibrary_SaysWhatToDo()
    {
        var refusal = Assert.Throws<LlamaUnavailableException>(static () => NativeLibraries.Find(Path.Combine(AppContext.BaseDirectory, "no-such-folder"), "llama"));

        Assert.Contains("no-such-folder", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("-p:LlamaNative=FOLDER", refusal.Message, StringComparison.Ordinal);
    }

    [Fact(Skip = TinySum.WhyMissing, SkipWhen = nameof(TinySum.IsMissing), SkipType = typeof(TinySum))]
    public void Open_SecondFolder_IsRefused()
    {
        using var model = TinySum.Load(parallel: 1, contextTokens: 16);

        var refusal = Assert.Throws<LlamaUnavailableException>(
            static () => NativeLibraries.Open(Path.Combine(AppContext.BaseDirectory, "another"), Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance));

        Assert.Contains("already loaded", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unusable_BackendThatCannotBeLoaded_SaysWhichAndWhy()
    {
        var folder = Directory.CreateTempSubdirectory("backends-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "libggml-cuda.so"), "no library");
            File.WriteAllText(Path.Combine(folder.FullName, "libggml-cpu-x64.so"), "no library either, and none for a GPU");

            var (file, reason) = Assert.Single(GpuBackends.Unusable(folder.FullName));

            Assert.EndsWith("libggml-cuda.so", file, StringComparison.Ordinal);
            Assert.NotEmpty(reason);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
