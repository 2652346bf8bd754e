using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace Gateway.Llama.Native;

/// <summary>Sends libllama's own log to ours. It is one for the process, so the logger of the first model gets the lines of all.</summary>
internal static unsafe partial class NativeLog
{
    // ggml_log_level
    private const int Warn = 3;
    private const int Error = 4;
    private static ILogger? _logger;

    public static void SendTo(ILogger logger)
    {
        Volatile.Write(ref _logger, logger);
        LlamaNative.llama_log_set(&Write, null);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Write(int level, byte* text, void* state)
    {
        // Below Warn is progress, above Error are continuations of lines that were progress.
        if (level is not (Warn or Error) || Volatile.Read(ref _logger) is not { } logger) return;
        try
        {
            var line = Marshal.PtrToStringUTF8((nint)text)?.TrimEnd();
            if (string.IsNullOrEmpty(line)) return;
            if (level == Error) Failed(logger, line);
            else Warned(logger, line);
        }
        catch (Exception)
        {
            // An exception must not unwind through native frames: it would end the process for the sake of a log line.
        }
    }

    [LoggerMessage(EventId = 3001, Level = LogLevel.Warning, Message = "llama: {Line}")]
    private static partial void Warned(ILogger logger, string line);

    [LoggerMessage(EventId = 3002, Level = LogLevel.Error, Message = "llama: {Line}")]
    private static partial void Failed(ILogger logger, string line);
}
