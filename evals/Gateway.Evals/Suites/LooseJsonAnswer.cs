using System.Text.Json;
using System.Text.RegularExpressions;
using Gateway.Policies;

namespace Gateway.Evals.Suites;

/// <summary>
/// A field of an answer that is meant to be a JSON object: as JSON reads it, and where the JSON is broken, as LaTeX and code in it often make
/// it, what stands behind the field's name.
/// </summary>
internal sealed class LooseJsonAnswer(string field) : IAnswerExtractor
{
    public const string Word = "json_field";

    // A text of a model: no backtracking, in a time linear in it.
    private readonly Regex _loose = new($"\"{Regex.Escape(field)}\"\\s*:\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)|([^\\s\"][^\\n}}]*))", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    public string? Extract(string text) => Trimmed(Strict(text) ?? Loose(text));

    public override string ToString() => $"{Word}: {field}";

    private string? Strict(string text)
    {
        using var json = JsonText.Parse(text);
        if (json?.RootElement is not { ValueKind: JsonValueKind.Object } root) return null;
        try
        {
            if (!root.TryGetProperty(field, out var value) || value.ValueKind == JsonValueKind.Null) return null;
            return value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair is JSON and yet no text.
            return null;
        }
    }

    private string? Loose(string text)
    {
        try
        {
            // The last one: what a model tries first it also writes as JSON.
            if (_loose.Matches(text) is not [.., { } last]) return null;
            return last.Groups[1].Success ? Unescaped(last.Groups[1].Value) : last.Groups[2].Value;
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    // Only what cannot mean LaTeX: \n and \t begin names there.
    private static string Unescaped(string text) => text.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);

    private static string? Trimmed(string? answer) => string.IsNullOrWhiteSpace(answer) ? null : answer.Trim();
}
