using System.Text.RegularExpressions;

namespace Gateway.Evals.Grading.Mathematics;

/// <summary>Takes from an answer what says nothing: spacing, sizes of brackets, signs of currency and of degrees, units, a box around it.</summary>
internal static partial class LatexText
{
    private static readonly (string From, string To)[] Signs =
    [
        ("\u2212", "-"), ("\u2013", "-"), ("\u00D7", "\\times "), ("\u00F7", "/"), ("\u00B7", "\\cdot "), ("\u22C5", "\\cdot "), ("\u03C0", "\\pi "),
        ("\u221E", "\\infty "), ("\u222A", "\\cup "), ("\u2264", "\\le "), ("\u2265", "\\ge "), ("\u00B1", "\\pm "), ("\u00B2", "^2"), ("\u00B3", "^3"),
        ("\u221A", "\\sqrt "), ("\u2208", "\\in "), ("**", "^"), ("\u20AC", ""), ("\u00A3", ""),
    ];

    public static string Clean(string text)
    {
        foreach (var (from, to) in Signs) text = text.Replace(from, to, StringComparison.Ordinal);

        // Answers in JSON have often one backslash too many; in a matrix two of them end a line.
        if (!text.Contains("\\begin", StringComparison.Ordinal)) text = DoubledBackslash().Replace(text, "\\");
        text = Nothing().Replace(text, match => match.Value == "\\\\" ? match.Value : "");
        text = Space().Replace(text, match => match.Value == "\\\\" ? match.Value : " ");
        text = LongRoot().Replace(text, "\\sqrt{$1}");
        text = Synonym().Replace(text, match => Synonyms(match.Groups[1].Value));
        text = Thousands().Replace(text, "");
        text = Conjunction().Replace(text, " , ");
        text = Letters().Replace(text, " $1 ");
        text = WithoutWords(text);
        return Unit().Replace(text.Trim(), "").TrimEnd(' ', '.');
    }

    /// <summary>A text that is the same for answers that differ in white space and in braces around one sign.</summary>
    public static string Plain(string text) => Braced().Replace(White().Replace(text, ""), "$1$2");

    /// <summary>Without the commas between thousands. In brackets a comma parts the items of a tuple.</summary>
    public static string JoinThousands(string text) => Grouped().Replace(text, match =>
    {
        var before = text.AsSpan(0, match.Index);
        var depth = before.Count('(') + before.Count('[') + before.Count("\\{") - before.Count(')') - before.Count(']') - before.Count("\\}");
        return depth > 0 ? match.Value : match.Value.Replace(",", "", StringComparison.Ordinal);
    });

    // Words beside mathematics are units and explanations; words alone are the answer.
    private static string WithoutWords(string text)
    {
        var rest = Words().Replace(text, " ");
        return rest.AsSpan().ContainsAnyInRange('0', '9') || rest.AsSpan().ContainsAnyInRange('a', 'z') || rest.AsSpan().ContainsAnyInRange('A', 'Z')
            ? rest
            : Words().Replace(text, "$1");
    }

    private static string Synonyms(string command) => command switch
    {
        "varnothing" => "\\emptyset",
        "langle" => "(",
        "rangle" => ")",
        "lvert" or "rvert" or "vert" => "|",
        "lbrace" => "\\{",
        "rbrace" => "\\}",
        _ => command.EndsWith("binom", StringComparison.Ordinal) ? "\\binom" : "\\frac",
    };

    [GeneratedRegex(@"\\\\(?=[A-Za-z{}%$!,;])", RegexOptions.CultureInvariant)]
    private static partial Regex DoubledBackslash();

    [GeneratedRegex(@"\\\\|\\[!()\[\]]|\\?[$%]|\^\s*\{?\s*\\circ(?![A-Za-z])\s*\}?|\\degrees?(?![A-Za-z])|\u00B0|\\(?:left|right|[bB]igg?[lrm]?|f?boxed|displaystyle)(?![A-Za-z])(?:(?<=left|right)\.)?", RegexOptions.CultureInvariant)]
    private static partial Regex Nothing();

    [GeneratedRegex(@"\\\\|\\[,;: ]|~|\\q?quad(?![A-Za-z])", RegexOptions.CultureInvariant)]
    private static partial Regex Space();

    [GeneratedRegex(@"\\sqrt\s+([0-9]{2,})", RegexOptions.CultureInvariant)]
    private static partial Regex LongRoot();

    [GeneratedRegex(@"\\([dtc]frac|[dt]binom|varnothing|langle|rangle|[lr]?vert|[lr]brace)(?![A-Za-z])", RegexOptions.CultureInvariant)]
    private static partial Regex Synonym();

    [GeneratedRegex(@"(?<=[0-9])\{,\}(?=[0-9]{3})", RegexOptions.CultureInvariant)]
    private static partial Regex Thousands();

    [GeneratedRegex(@"\\(?:text|mbox)\s*\{\s*,?\s*(?:and|or)\s*\}|(?<=[0-9)}\]\s])\s(?:and|or)\s(?=\S)", RegexOptions.CultureInvariant)]
    private static partial Regex Conjunction();

    [GeneratedRegex(@"\\(?:mathrm|mathbf|mathit|mathbb|operatorname\*?)\s*\{([^{}]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Letters();

    [GeneratedRegex(@"\\(?:text|mbox|hbox|textbf|textit|textrm|textnormal)\s*\{([^{}]*)\}(?:\s*\^\s*(?:\{\s*[23]\s*\}|[23]))?", RegexOptions.CultureInvariant)]
    private static partial Regex Words();

    [GeneratedRegex(
        @"(?<=[0-9)}\]]\s*)(?:(?:square|sq\.?|cubic)\s*)?(?:units?|inch(?:es)?|feet|foot|ft|yards?|miles?|mi|meters?|metres?|centimeters?|cm|mm|km|kg|grams?|pounds?|hours?|minutes?|seconds?|days?|weeks?|months?|years?|degrees?|radians?|dollars?|cents?|percent|points?|mph|ways?|people)(?:\s*\^\s*\{?[23]\}?)?\.?$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Unit();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex White();

    [GeneratedRegex(@"(?<!\\)\{([A-Za-z0-9])\}|(?<=_)\{([0-9]+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Braced();

    [GeneratedRegex(@"(?<![0-9.,])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9]|,[0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Grouped();
}
