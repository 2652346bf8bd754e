using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace Gateway.Llama.Native;

/// <summary>Finds and opens libllama and libggml, once for the process: native code cannot be unloaded, so the first folder wins.</summary>
internal static class NativeLibraries
{
    /// <summary>The folder beside the program into which the build copies the libraries.</summary>
    public const string DefaultFolder = "llama-native";

    // Protects the one-time opening below against two models loaded at the same time.
    private static readonly Lock Opening = new();
    private static string? _folder;
    private static nint _llama;
    private static nint _ggml;

    /// <summary>Opens the libraries unless that was done before.</summary>
    /// <exception cref="LlamaUnavailableException">They are missing, of another release, or have no device for this processor.</exception>
    public static void Open(string? folder, ILogger logger)
    {
        lock (Opening)
        {
            var wanted = Path.GetFullPath(folder ?? Path.Combine(AppContext.BaseDirectory, DefaultFolder));
            if (_folder is not null)
            {
                if (folder is not null && _folder != wanted)
                {
                    throw new LlamaUnavailableException(
                        $"libllama was already loaded from {_folder}; a second one from {wanted} cannot be loaded. Use one NativeFolder for all models.");
                }

                return;
            }

            OpenFrom(wanted, logger);
            _folder = wanted;
        }
    }

    private static void OpenFrom(string folder, ILogger logger)
    {
        var llama = Find(folder, "llama");
        var ggml = Find(folder, "ggml");
        try
        {
            // libllama names libggml as its dependency and finds it beside itself; opening libggml by path then gives the same copy.
            _llama = NativeLibrary.Load(llama);
            _ggml = NativeLibrary.Load(ggml);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw new LlamaUnavailableException($"{llama} cannot be loaded: {e.Message} It needs Linux x64 with glibc 2.34 or newer.", e);
        }

        NativeRelease.Check(llama, _llama);
        try
        {
            NativeLibrary.SetDllImportResolver(typeof(NativeLibraries).Assembly, Resolve);
        }
        catch (InvalidOperationException)
        {
            // A first attempt got this far and failed after it; the resolver reads the fields and stays right.
        }

        NativeLog.SendTo(logger);
        LlamaNative.ggml_backend_load_all_from_path(folder);
        if (LlamaNative.ggml_backend_dev_count() == 0)
        {
            throw new LlamaUnavailableException($"{folder} holds no libggml backend that runs on this processor. Rebuild, or name a folder with -p:LlamaNative=FOLDER.");
        }

        GpuBackends.Report(folder, logger);
        LlamaNative.llama_backend_init();
    }

    /// <summary>The library's file: releases carry backend and version in its name (libllama.v0.5.0.so, libllama.vulkan.v0.5.0.so).</summary>
    internal static string Find(string folder, string name)
    {
        if (Directory.Exists(folder))
        {
            string[] patterns = OperatingSystem.IsWindows() ? [$"{name}*.dll"] : [$"lib{name}.so", $"lib{name}.v*.so", $"lib{name}.*.so", $"lib{name}*.dylib"];
            foreach (var pattern in patterns)
            {
                if (Directory.GetFiles(folder, pattern).Order(StringComparer.Ordinal).FirstOrDefault() is { } file) return file;
            }
        }

        throw new LlamaUnavailableException(
            $"lib{name} was not found in {folder}. The build puts it there (npm has to be installed); or build with -p:LlamaNative=FOLDER, or set the model's NativeFolder.");
    }

    private static nint Resolve(string library, Assembly assembly, DllImportSearchPath? search) => library switch
    {
        LlamaNative.Llama => _llama,
        LlamaNative.Ggml => _ggml,
        _ => 0,
    };
}
