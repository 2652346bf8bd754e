using System.Diagnostics.CodeAnalysis;

namespace Gateway.Hosting;

/// <summary>A secret by where it is, so that configuration files hold none.</summary>
internal static class Secret
{
    public static bool IsReference(string text) =>
        text.StartsWith("env:", StringComparison.Ordinal) && text.Length > 4 || text.StartsWith("file:", StringComparison.Ordinal) && text.Length > 5;

    /// <summary>Reads <c>env:NAME</c> or <c>file:PATH</c>.</summary>
    /// <param name="reference">Where the secret is.</param>
    /// <param name="value">The secret, trimmed.</param>
    /// <param name="reason">Why there is none.</param>
    public static bool TryRead(string reference, [NotNullWhen(true)] out string? value, [NotNullWhen(false)] out string? reason)
    {
        value = null;
        if (reference.StartsWith("env:", StringComparison.Ordinal))
        {
            value = Environment.GetEnvironmentVariable(reference[4..])?.Trim();
            reason = string.IsNullOrEmpty(value) ? $"the environment variable {reference[4..]} is not set" : Odd(value, $"the environment variable {reference[4..]}");
            return reason is null;
        }

        try
        {
            value = File.ReadAllText(reference[5..]).Trim();
            reason = value.Length == 0 ? $"the file {reference[5..]} is empty" : Odd(value, $"the file {reference[5..]}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            reason = $"the file {reference[5..]} cannot be read: {exception.Message}";
        }

        return reason is null;
    }

    // Such a key could not even be sent.
    private static string? Odd(string value, string where) =>
        value.All(static character => character is > ' ' and <= '~') ? null : $"{where} holds a blank, a line break or a letter that no key has";
}
