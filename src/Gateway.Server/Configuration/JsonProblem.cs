using System.Text.Json;

namespace Gateway.Server.Configuration;

/// <summary>What is wrong with a JSON file, with its place in the form in which editors and terminals jump there.</summary>
internal static class JsonProblem
{
    /// <param name="file">How the reader knows the file.</param>
    /// <param name="exception">What the configuration's JSON reader threw.</param>
    public static string Describe(string file, InvalidDataException exception)
    {
        var cause = (Exception)exception;
        while (cause.InnerException is { } inner) cause = inner;
        if (cause is not JsonException { LineNumber: { } line, BytePositionInLine: { } position }) return $"{file}: {cause.Message}";

        // The message ends with its own form of the place, counted from 0.
        var end = cause.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return $"{file}:{line + 1}:{position + 1}: {(end > 0 ? cause.Message[..end] : cause.Message)}";
    }
}
