using System.Globalization;
using System.Xml.Linq;
using Gateway.Evals.Reports.Breakdown;
using static Gateway.Evals.Reports.Html.Markup;

namespace Gateway.Evals.Reports.Html;

/// <summary>What went to which role and model.</summary>
internal static class BreakdownSection
{
    public static IEnumerable<XElement> Of(EvaluationReport report)
    {
        var policies = report.Policies.Select(static policy => (policy.Policy, policy.Items, Calls: CallBreakdown.Of(policy))).ToArray();
        if (policies.All(static policy => policy.Calls.Count == 0)) yield break;
        yield return BreakdownBars.Of(policies);
        var isTimed = policies.Any(static policy => policy.Calls.Any(static call => call.MeanMs is not null));
        yield return PageTable.Of(
            isTimed ? "Calls, tokens, cost and the time of a call, by policy, role and model" : "Calls, tokens and cost, by policy, role and model; no call was timed",
            ["policy", "role", "model", "calls/item", "tokens in", "tokens out", "cost, $", .. isTimed ? ["mean, ms", "p95, ms"] : Array.Empty<string>()],
            policies.SelectMany(policy => policy.Calls.Select((call, i) => Row(policy.Policy, call, i == 0, isTimed))),
            texts: 3);
    }

    private static XElement Row(string policy, CallBreakdown call, bool isFirst, bool isTimed)
    {
        var mark = call.Estimated ? "~" : "";
        var row = PageTable.Row(
        [
            policy,
            call.Role,
            call.Model,
            call.CallsPerItem.ToString("0.00", CultureInfo.InvariantCulture),
            mark + call.Spend.InputTokens.ToString("N0", CultureInfo.InvariantCulture),
            mark + call.Spend.OutputTokens.ToString("N0", CultureInfo.InvariantCulture),
            mark + ReportTable.Money(call.Spend.Cost),
            .. isTimed ? [Time(call.MeanMs), Time(call.P95Ms)] : Array.Empty<string>(),
        ], texts: 3);
        if (isFirst) row.Add(Class("first"));
        return row;
    }

    private static string Time(double? milliseconds) => milliseconds?.ToString("N0", CultureInfo.InvariantCulture) ?? "";
}
