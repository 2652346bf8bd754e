using System.Text.RegularExpressions;

namespace Gateway.Evals.Suites;

/// <summary>A text with fields of a row in it: <c>{{$numbers}} -> 24</c>. The syntax of the prompt templates, rendered without a task for each row.</summary>
internal sealed partial class TemplateText
{
    private readonly string _text;

    private TemplateText(string text) => _text = text;

    /// <summary>The fields that it names, each once.</summary>
    public IReadOnlyList<string> Fields => [.. Field().Matches(_text).Select(static match => match.Groups[1].Value).Distinct(StringComparer.Ordinal)];

    public static TemplateText Of(string text) => new(text);

    /// <param name="value">The text of a field.</param>
    public string Render(Func<string, string> value) => Field().Replace(_text, match => value(match.Groups[1].Value));

    public override string ToString() => _text;

    [GeneratedRegex(@"\{\{\s*\$(\w+)\s*\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Field();
}
