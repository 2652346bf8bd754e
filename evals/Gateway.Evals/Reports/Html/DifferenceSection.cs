using System.Globalization;
using System.Xml.Linq;
using Gateway.Evals.Running;
using static Gateway.Evals.Reports.Html.Markup;

namespace Gateway.Evals.Reports.Html;

/// <summary>The items on which policies differ, with what both were told.</summary>
internal static class DifferenceSection
{
    private const int MostInLine = 80;

    public static IEnumerable<XElement> Of(IReadOnlyList<PolicyDifference> differences, PageLimits limits)
    {
        if (differences.Count == 0) yield break;
        yield return El("p", Class("soft"), string.Create(CultureInfo.InvariantCulture,
            $"Up to {limits.Items} items each way for each pair of policies, taken evenly from all of them; of each run up to {PageLimits.Calls} calls, and texts beyond {limits.Characters:N0} characters without their middle."));
        foreach (var difference in differences)
        {
            var (one, other) = (difference.One.Policy, difference.Other.Policy);
            yield return El("section",
                El("h3", $"{one} and {other}"),
                El("p", string.Create(CultureInfo.InvariantCulture,
                    $"Of {difference.Items} items that both have finished both got {difference.Both} right and neither {difference.Neither}; only {one} got {difference.OnlyOne.Count}, only {other} {difference.OnlyOther.Count}.")),
                Group($"Only {one} is right", difference, difference.OnlyOne, limits),
                Group($"Only {other} is right", difference, difference.OnlyOther, limits));
        }
    }

    private static XElement? Group(string title, PolicyDifference difference, IReadOnlyList<(SampleRow One, SampleRow Other)> pairs, PageLimits limits)
    {
        if (pairs.Count == 0) return null;
        var shown = Math.Min(pairs.Count, limits.Items);
        var count = string.Create(CultureInfo.InvariantCulture, $"{title}: {pairs.Count} {(pairs.Count == 1 ? "item" : "items")}{(shown < pairs.Count ? $", {shown} of them here" : "")}");
        return El("details",
            El("summary", count),
            Enumerable.Range(0, shown).Select(i => Item(difference, pairs[(int)((long)i * pairs.Count / shown)], limits)));
    }

    private static XElement Item(PolicyDifference difference, (SampleRow One, SampleRow Other) pair, PageLimits limits)
    {
        var row = pair.One;
        return El("details", Class("item"),
            El("summary",
                El("strong", row.Id),
                row.Category.Length > 0 ? $" · {PageText.Line(row.Category, MostInLine)}" : null,
                " · gold ", El("code", PageText.Line(row.Gold, MostInLine)),
                $" · {difference.One.Policy} ", Answer(pair.One),
                $" · {difference.Other.Policy} ", Answer(pair.Other)),
            El("div", Class("pair"),
                RunView.Of(difference.One.Policy, pair.One, limits),
                RunView.Of(difference.Other.Policy, pair.Other, limits)));
    }

    private static XElement Answer(SampleRow row) =>
        row.Answer is { } answer ? El("code", PageText.Line(answer, MostInLine)) : El("em", row.Error is null ? "no answer found" : "failed");
}
