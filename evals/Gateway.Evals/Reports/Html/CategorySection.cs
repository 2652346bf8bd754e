using System.Globalization;
using System.Xml.Linq;
using Gateway.Evals.Running;
using Gateway.Evals.Statistics;
using static Gateway.Evals.Reports.Html.Markup;

namespace Gateway.Evals.Reports.Html;

/// <summary>Accuracy by the items' categories.</summary>
internal static class CategorySection
{
    /// <returns>Nothing where the items have no categories.</returns>
    public static IEnumerable<XElement> Of(EvaluationReport report)
    {
        var byPolicy = report.Policies.Select(static policy => policy.Rows.ToLookup(static row => row.Category, StringComparer.Ordinal)).ToArray();
        var categories = byPolicy.SelectMany(static rows => rows.Select(static group => group.Key)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        if (categories.All(string.IsNullOrWhiteSpace)) yield break;
        yield return PageTable.Of(
            "Accuracy by category, below it the number of items and the 95 % interval",
            ["category", .. report.Policies.Select(static policy => policy.Policy)],
            categories.Select(category => PageTable.Row([category.Length > 0 ? category : "(none)", .. byPolicy.Select(rows => Cell([.. rows[category]]))])));
    }

    private static object[]? Cell(IReadOnlyList<SampleRow> rows)
    {
        if (rows.Count == 0) return null;
        var right = rows.Count(static row => row.Correct);
        var interval = Wilson.Of(right, rows.Count);
        return
        [
            ReportTable.Percent((double)right / rows.Count),
            El("small", string.Create(CultureInfo.InvariantCulture, $"n = {rows.Count}")),
            El("small", string.Create(CultureInfo.InvariantCulture, $"{interval.Low * 100:0.0} to {interval.High * 100:0.0}")),
        ];
    }
}
