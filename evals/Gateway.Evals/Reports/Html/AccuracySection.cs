using System.Xml.Linq;
using Gateway.Evals.Reports.Plots;
using static Gateway.Evals.Reports.Html.Markup;

namespace Gateway.Evals.Reports.Html;

/// <summary>Accuracy over what it takes, as a drawing.</summary>
internal static class AccuracySection
{
    public static IEnumerable<XElement> Of(EvaluationReport report)
    {
        if (report.Policies.Count == 0) yield break;
        var measure = CostMeasure.For(report.Policies);
        var front = AccuracyPlot.Front(report.Policies, measure);
        var members = string.Join(", ", front.Select(static point => point.Policy));
        yield return El("figure",
            El("div", Class("plot"), At("role", "region"), At("aria-label", "Accuracy over cost"), At("tabindex", "0"), AccuracyPlot.Draw(report.Policies, measure, "accuracy")),
            El("figcaption", $"Pareto front{(front.Count > 1 ? " (dashed)" : "")}, the policies that no other beats in cost or accuracy without being worse in the other: {members}."));
    }
}
