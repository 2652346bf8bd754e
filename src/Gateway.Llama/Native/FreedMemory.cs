using System.Runtime.InteropServices;

namespace Gateway.Llama.Native;

/// <summary>Memory that libllama has freed. glibc keeps it for later, so that a process which swaps its models would seem to hold them all.</summary>
internal static partial class FreedMemory
{
    /// <summary>Gives it back to the system.</summary>
    public static void GiveBack()
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            _ = malloc_trim(0);
        }
        catch (EntryPointNotFoundException)
        {
            // Another libc than glibc, which has its own ways.
        }
    }

    [LibraryImport("libc")]
    private static partial int malloc_trim(nuint kept);
}
