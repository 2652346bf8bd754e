using System.Text.RegularExpressions;

namespace Gateway.Evals.Grading.Mathematics;

/// <summary>Whether two answers say the same.</summary>
internal static partial class AnswerEquality
{
    public static bool AreEqual(AnswerShape left, AnswerShape right)
    {
        if (left.Kind == AnswerKind.Relation && right.Kind == AnswerKind.Relation) return AreEqualRelations(left, right);
        if (left.Kind == AnswerKind.Relation) return Assigned(left) is { } value && AreEqual(value, right);
        if (right.Kind == AnswerKind.Relation) return Assigned(right) is { } value && AreEqual(left, value);
        if (left.Kind != right.Kind || left.Parts.Count != right.Parts.Count) return false;
        return left.Kind switch
        {
            AnswerKind.Single => AreEqualSingles(left, right),
            AnswerKind.Collection or AnswerKind.Union => HaveEqualParts(left.Parts, right.Parts),
            _ => left.Mark == right.Mark && left.Parts.Zip(right.Parts).All(pair => AreEqual(pair.First, pair.Second)),
        };
    }

    private static bool AreEqualSingles(AnswerShape left, AnswerShape right)
    {
        if (left.Expression is null || right.Expression is null) return string.Equals(LatexText.Plain(left.Text), LatexText.Plain(right.Text), StringComparison.OrdinalIgnoreCase);
        return ExpressionEquality.Compare(left.Expression, right.Expression) ?? LatexText.Plain(left.Text) == LatexText.Plain(right.Text);
    }

    private static bool HaveEqualParts(IReadOnlyList<AnswerShape> left, IReadOnlyList<AnswerShape> right)
    {
        var open = right.ToList();
        foreach (var part in left)
        {
            var at = open.FindIndex(other => AreEqual(part, other));
            if (at < 0) return false;
            open.RemoveAt(at);
        }

        return true;
    }

    private static bool AreEqualRelations(AnswerShape left, AnswerShape right)
    {
        if (left.Mark != right.Mark) return false;
        if (left.Parts.Zip(right.Parts).All(pair => AreEqual(pair.First, pair.Second))) return true;
        return Difference(left) is { } one && Difference(right) is { } other && ExpressionEquality.AreProportional(one, other);
    }

    private static Expression? Difference(AnswerShape relation) =>
        relation.Mark == "=" && relation.Parts[0].Expression is { } left && relation.Parts[1].Expression is { } right
            ? Expression.Of(Operation.Add, left, Expression.Negative(right))
            : null;

    // "x = 5", "f(x) = 5", "(x, y) = (1, 2)" and "x \in [1, 2)" name what they answer; "n = 2^3 = 8" says how it was found.
    private static AnswerShape? Assigned(AnswerShape relation)
    {
        var isNamed = Name().IsMatch(relation.Parts[0].Text);
        if (relation.Mark == "in") return isNamed ? relation.Parts[1] : null;
        if (!relation.Mark.Split(' ').All(mark => mark == "=")) return null;
        var values = relation.Parts.Skip(isNamed ? 1 : 0).ToList();
        return values.TrueForAll(value => AreEqual(value, values[^1])) ? values[^1] : null;
    }

    [GeneratedRegex(@"^(?:\\?[A-Za-z]+(?:_\{?[A-Za-z0-9]+\}?)?'*(?:\([A-Za-z](?:\s*,\s*[A-Za-z])*\))?|\([A-Za-z](?:\s*,\s*[A-Za-z])*\))$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
