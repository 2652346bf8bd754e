using System.Text.Json.Nodes;
using Gateway.Evals.Statistics;

namespace Gateway.Evals.Reports;

/// <summary>The report as JSON, for programs: tokens and cost are sums over all items.</summary>
internal static class JsonReport
{
    public static JsonObject Write(EvaluationReport report) => new()
    {
        ["policies"] = new JsonArray([.. report.Policies.Select(static policy => (JsonNode)Of(policy))]),
        ["baseline"] = report.Baseline,
    };

    public static JsonObject Of(PolicySummary policy) => new()
    {
        ["policy"] = policy.Policy,
        ["suite"] = policy.Spec.Suite,
        ["split"] = policy.Spec.Split,
        ["n"] = policy.Items,
        ["accuracy"] = policy.Accuracy,
        ["ci95"] = Of(policy.Interval),
        ["vs_baseline"] = policy.Against is { } against
            ? new JsonObject { ["policy"] = against.Baseline, ["n"] = against.Pairs, ["diff"] = against.Difference, ["ci95"] = Of(against.Interval), ["mcnemar_p"] = against.McNemar.P }
            : null,
        ["calls_per_item"] = policy.CallsPerItem,
        ["input_tokens"] = policy.Spend.InputTokens,
        ["output_tokens"] = policy.Spend.OutputTokens,
        ["cost_usd"] = policy.Spend.Cost,
        ["estimated"] = policy.Estimated,
        ["oracle"] = policy.Spec.IsOracle,
        ["p50_ms"] = policy.MedianMs,
        ["p95_ms"] = policy.P95Ms,
        ["errors"] = policy.Errors,
    };

    private static JsonArray Of(Interval interval) => [interval.Low, interval.High];
}
