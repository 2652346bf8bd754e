using System.Collections.Concurrent;

namespace Gateway.Testing.Gguf;

/// <summary>Random models as files: one for each setting, written at its first use and deleted when the process ends.</summary>
public static class RandomLlamaFile
{
    private static readonly Lazy<string> Folder = new(MakeFolder);
    private static readonly ConcurrentDictionary<RandomLlama, Lazy<string>> Files = new();

    /// <returns>The file's path.</returns>
    public static string Of(RandomLlama model) => Files.GetOrAdd(model, static model => new Lazy<string>(() => Make(model))).Value;

    private static string Make(RandomLlama model)
    {
        var path = Path.Combine(Folder.Value, $"{Path.GetRandomFileName()}.gguf");
        model.Write(path);
        return path;
    }

    private static string MakeFolder()
    {
        var folder = Directory.CreateTempSubdirectory("random-llama-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    }
}
