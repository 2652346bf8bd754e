using System.Globalization;
using System.Xml.Linq;
using Gateway.Evals.Running;
using static Gateway.Evals.Reports.Html.Markup;

namespace Gateway.Evals.Reports.Html;

/// <summary>All that is needed to make the results again.</summary>
internal static class SourceSection
{
    public static IEnumerable<XElement> Of(EvaluationReport report, IReadOnlyList<string> commands)
    {
        if (commands.Count > 0) yield return El("pre", string.Join('\n', commands));
        var rows = report.Policies.Select(static policy => PageTable.Row(
        [
            policy.Policy,
            policy.Spec.Kind,
            Code(policy.Spec.PolicyHashes.GetValueOrDefault(policy.Spec.Policy)),
            policy.Spec.Split,
            policy.Spec.Seed.ToString(CultureInfo.InvariantCulture),
            Code(policy.Spec.Commit),
            policy.Spec.Version,
        ], texts: 7));
        yield return PageTable.Of("What was run", ["policy", "kind", "hash", "split", "seed", "commit", "gateway"], rows, texts: 7);
        var models = report.Policies.SelectMany(static policy => policy.Spec.Models).Distinct().OrderBy(static model => model.Key, StringComparer.Ordinal).ThenBy(static model => model.Value, StringComparer.Ordinal).ToArray();
        if (models.Length > 0)
            yield return PageTable.Of("The models", ["model", "what it was"], models.Select(static model => PageTable.Row([model.Key, Code(model.Value)], texts: 2)), texts: 2);
        var suites = report.Policies.Select(static policy => Suite(policy.Spec)).Distinct().ToArray();
        yield return El("ul", Class("soft"), suites.Select(static suite => El("li", suite)));
    }

    private static string Suite(RunSpec spec) => string.Create(CultureInfo.InvariantCulture, $"Suite {spec.Suite} {spec.SuiteVersion}: file {spec.SuiteHash}, data {spec.DataHash}.");

    private static XElement? Code(string? text) => text is null ? null : El("code", text);
}
