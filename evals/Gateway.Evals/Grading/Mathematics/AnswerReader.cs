using System.Text.RegularExpressions;

namespace Gateway.Evals.Grading.Mathematics;

/// <summary>Takes a cleaned answer apart, from the outside to the inside.</summary>
internal static partial class AnswerReader
{
    private const int MaxDepth = 50;

    public static AnswerShape Read(string text) => Read(text, 0);

    private static AnswerShape Read(string text, int depth)
    {
        text = text.Trim();
        if (depth == MaxDepth) return new AnswerShape(AnswerKind.Single, "", [], text, null);
        if (LatexSplit.IsEnclosed(text, out var open, out var inside, out _) && open == "{") return Read(inside, depth + 1);
        return Listed(text, depth) ?? Signed(text, depth) ?? United(text, depth) ?? Related(text, depth) ?? Enclosed(text, depth) ?? Matrix(text, depth)
            ?? new AnswerShape(AnswerKind.Single, "", [], text, ExpressionParser.Parse(text));
    }

    private static AnswerShape? Listed(string text, int depth)
    {
        var (parts, separators) = LatexSplit.At(text, token => token is "," or ";");
        return separators.Count == 0 ? null : Collection(text, parts, depth);
    }

    private static AnswerShape Collection(string text, IEnumerable<string> parts, int depth)
    {
        var items = parts.Where(part => part.Length > 0).Select(part => Read(part, depth + 1));

        // What a plus-minus stands for is a list of its own.
        return new AnswerShape(AnswerKind.Collection, "", [.. items.SelectMany(item => item.Kind == AnswerKind.Collection && item.Mark == "+-" ? item.Parts : [item])], text, null);
    }

    private static AnswerShape? Signed(string text, int depth)
    {
        if (!PlusMinus().IsMatch(text)) return null;
        string[] both = [PlusMinus().Replace(text, match => match.Value == "\\pm" ? "+" : "-"), PlusMinus().Replace(text, match => match.Value == "\\pm" ? "-" : "+")];
        return Collection(text, both, depth) with { Mark = "+-" };
    }

    private static AnswerShape? United(string text, int depth)
    {
        var (parts, separators) = LatexSplit.At(text, token => token == "\\cup");
        return separators.Count == 0 ? null : new AnswerShape(AnswerKind.Union, "", [.. parts.Select(part => Read(part, depth + 1))], text, null);
    }

    private static AnswerShape? Related(string text, int depth)
    {
        var (parts, signs) = LatexSplit.At(text, token => Sign(token) is not null);
        if (signs.Count == 0 || parts.Exists(part => part.Length == 0)) return null;
        var marks = signs.ConvertAll(sign => Sign(sign)!);

        // 3 < x is x > 3.
        if (marks.TrueForAll(mark => mark is ">" or ">="))
        {
            parts.Reverse();
            marks.Reverse();
            marks = marks.ConvertAll(mark => mark.Replace('>', '<'));
        }

        var sides = parts.ConvertAll(part => Read(part, depth + 1));

        // Relations within relations mean nothing, and to compare them would take time without end.
        return sides.Exists(side => side.HasRelation)
            ? new AnswerShape(AnswerKind.Single, "", [], text, null)
            : new AnswerShape(AnswerKind.Relation, string.Join(' ', marks), sides, text, null);
    }

    private static string? Sign(string token) => token switch
    {
        "=" or "<" or ">" => token,
        "\\lt" => "<",
        "\\gt" => ">",
        "\\le" or "\\leq" or "\\leqslant" => "<=",
        "\\ge" or "\\geq" or "\\geqslant" => ">=",
        "\\ne" or "\\neq" => "!=",
        "\\in" => "in",
        _ => null,
    };

    private static AnswerShape? Enclosed(string text, int depth)
    {
        if (!LatexSplit.IsEnclosed(text, out var open, out var inside, out var close)) return null;
        var (parts, separators) = LatexSplit.At(inside, token => token == ",");
        if (open == "\\{" && close == "\\}") return Collection(text, parts, depth);
        if (separators.Count > 0) return new AnswerShape(AnswerKind.Sequence, open + close, [.. parts.Select(part => Read(part, depth + 1))], text, null);
        return open + close is "()" or "[]" ? Read(inside, depth + 1) : null;
    }

    private static AnswerShape? Matrix(string text, int depth)
    {
        if (Environment().Match(text) is not { Success: true } match) return null;
        var (lines, _) = LatexSplit.At(match.Groups["inside"].Value, token => token == "\\\\");
        if (lines[^1].Length == 0) lines.RemoveAt(lines.Count - 1);
        var rows = new List<AnswerShape>();
        foreach (var line in lines)
        {
            var (entries, _) = LatexSplit.At(line, token => token == "&");
            rows.Add(new AnswerShape(AnswerKind.Sequence, "row", [.. entries.Select(entry => Read(entry, depth + 1))], line, null));
        }

        // A determinant is no matrix; round and square brackets are the same.
        return new AnswerShape(AnswerKind.Matrix, match.Groups["kind"].Value is "v" or "V" ? match.Groups["kind"].Value : "", rows, text, null);
    }

    [GeneratedRegex(@"\\[pm][mp](?![A-Za-z])(?<=\\pm|\\mp)", RegexOptions.CultureInvariant)]
    private static partial Regex PlusMinus();

    [GeneratedRegex(@"^\\begin\s*\{(?<kind>[pbBvV])matrix\}(?<inside>(?:(?!\\begin|\\end).)*)\\end\s*\{\k<kind>matrix\}$", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Environment();
}
