using System.Runtime.InteropServices;

namespace Gateway.Llama.Native;

/// <summary>The release of llama.cpp whose struct layouts are declared here. Another one would read our structs wrongly, so it is refused.</summary>
internal static unsafe class NativeRelease
{
    public const string Expected = "0.5.0";

    /// <exception cref="LlamaUnavailableException">The library is of another release.</exception>
    public static void Check(string file, nint library)
    {
        // Looked up by hand: a library too old to have the function has to give our message.
        var found = NativeLibrary.TryGetExport(library, "llama_version", out var version)
            ? Marshal.PtrToStringUTF8(((delegate* unmanaged[Cdecl]<nint>)version)())
            : null;
        if (found is null || !found.StartsWith(Expected, StringComparison.Ordinal))
        {
            throw new LlamaUnavailableException(
                $"{file} is llama.cpp {found ?? "of an unknown release"}, but this program was built for {Expected}. Rebuild without LlamaNative, or name a folder with that release.");
        }
    }
}
