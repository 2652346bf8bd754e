using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace Gateway.Llama.Native;

/// <summary>
/// Says why a GPU is not used although the build brought a backend for one. libggml passes over a backend that it cannot load without a word,
/// and goes on with the CPU.
/// </summary>
internal static partial class GpuBackends
{
    private static readonly string[] Names = ["ggml-cuda", "ggml-vulkan", "ggml-hip", "ggml-sycl", "ggml-metal"];

    public static void Report(string folder, ILogger logger)
    {
        if (LlamaNative.llama_supports_gpu_offload()) return;
        foreach (var (file, reason) in Unusable(folder)) OnCpu(logger, file, reason);
    }

    /// <summary>The GPU backends in a folder with what is wrong with each, where none of them works.</summary>
    public static IEnumerable<(string File, string Reason)> Unusable(string folder)
    {
        foreach (var name in Names)
        {
            foreach (var file in Directory.GetFiles(folder, $"*{name}.*").Order(StringComparer.Ordinal)) yield return (file, ReasonOf(file));
        }
    }

    private static string ReasonOf(string file)
    {
        try
        {
            NativeLibrary.Load(file);
            return "it finds no device";
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            // .NET lists every name that it tried; the loader's own line is the one that names what is missing.
            var lines = e.Message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            return lines.FirstOrDefault(static line => line.Contains("cannot open shared object", StringComparison.Ordinal) && !line.StartsWith("Unable", StringComparison.Ordinal)) ?? lines[^1];
        }
    }

    [LoggerMessage(EventId = 3007, Level = LogLevel.Warning, Message = "The GPU backend {File} cannot be used: {Reason}. Local models run on the CPU")]
    private static partial void OnCpu(ILogger logger, string file, string reason);
}
