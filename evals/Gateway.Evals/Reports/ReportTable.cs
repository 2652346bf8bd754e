using System.Globalization;
using Gateway.Evals.Statistics;

namespace Gateway.Evals.Reports;

/// <summary>The table of a report as texts, for terminals, Markdown and HTML alike.</summary>
internal static class ReportTable
{
    public static IReadOnlyList<string> Headers { get; } =
        ["policy", "n", "accuracy", "95 %", "against the baseline", "95 %", "single models at equal cost", "calls/item", "tokens in", "tokens out", "cost, $", "p50, ms", "p95, ms", "errors"];

    public static IReadOnlyList<IReadOnlyList<string>> Rows(EvaluationReport report) => [.. report.Policies.Select(policy => Row(policy, report))];

    public static IReadOnlyList<string> CurveHeaders { get; } = ["policy", "model", "n", "samples", "one is right (pass@k)", "vote, expected"];

    /// <summary>What more samples would give; empty where no policy draws several of a model.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> CurveRows(EvaluationReport report) =>
    [
        .. report.Policies.SelectMany(SampleCurve.Of).SelectMany(static curve => curve.Points.Select(point => (string[])
        [
            curve.Policy,
            curve.Model,
            curve.Items.ToString(CultureInfo.InvariantCulture),
            point.Samples.ToString(CultureInfo.InvariantCulture),
            Percent(point.AnyRight),
            point.Vote is { } vote ? Percent(vote) : "",
        ])),
    ];

    public static IReadOnlyList<string> ConfidenceHeaders { get; } =
        ["policy", "n", "accuracy", "vote share, mean", "calibration error (ECE)", "Brier", "least sure to the baseline: area", "at random: area"];

    /// <summary>What the share of the votes says about being right, and what it would be worth to ask the baseline where it is low; empty where nothing votes.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> ConfidenceRows(EvaluationReport report) =>
        [.. report.Policies.Select(policy => VoteConfidence.Of(policy, report)).OfType<VoteConfidence>().Select(static one => (string[])
        [
            one.Policy,
            one.Items.ToString(CultureInfo.InvariantCulture),
            Percent(one.Accuracy),
            Percent(one.MeanShare),
            one.Calibration.ExpectedError.ToString("0.000", CultureInfo.InvariantCulture),
            one.Calibration.Brier.ToString("0.000", CultureInfo.InvariantCulture),
            one.Deferral?.Area.ToString("0.000", CultureInfo.InvariantCulture) ?? "",
            one.Deferral is { } deferral ? (deferral.Area - deferral.AreaOverRandom).ToString("0.000", CultureInfo.InvariantCulture) : "",
        ])];

    /// <summary>What has to be said below the table.</summary>
    public static IReadOnlyList<string> Notes(EvaluationReport report)
    {
        var notes = new List<string> { $"Baseline: {report.BaselineReason}." };
        if (report.Policies.Any(static policy => policy.Estimated)) notes.Add("~: tokens, and so costs, are partly estimated (characters / 4).");
        var unanswered = report.Policies.Where(static policy => policy.Unanswered > 0).Select(static policy => string.Create(CultureInfo.InvariantCulture, $"{policy.Policy} {policy.Unanswered}")).ToArray();
        if (unanswered.Length > 0) notes.Add($"Answers in which the extractor found none count as wrong: {string.Join(", ", unanswered)}.");
        foreach (var policy in report.Policies.Where(static policy => policy.Against is not null && policy.Against.Pairs < policy.Items))
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{policy.Policy}: compared on the {policy.Against!.Pairs} items that the baseline has too."));
        foreach (var policy in report.Policies.Where(static policy => policy.Spec.IsOracle))
            notes.Add($"{policy.Policy}: an oracle, since its verifier sees the gold answer.");
        return notes;
    }

    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.0} %");

    public static string Money(decimal amount) => amount.ToString(amount is > 0 and < 0.01m ? "0.######" : "0.0000", CultureInfo.InvariantCulture);

    private static string[] Row(PolicySummary policy, EvaluationReport report)
    {
        var mark = policy.Estimated ? "~" : "";
        return
        [
            policy.Policy,
            policy.Items.ToString(CultureInfo.InvariantCulture),
            Percent(policy.Accuracy),
            Range(policy.Interval),
            policy.Against is { } against ? Points(against.Difference) : policy.Policy == report.Baseline ? "baseline" : "",
            policy.Against is { Interval: var interval } ? $"{Points(interval.Low)} to {Points(interval.High)}" : "",
            AtEqualCost(policy, report),
            policy.CallsPerItem.ToString("0.##", CultureInfo.InvariantCulture),
            mark + policy.Spend.InputTokens.ToString("#,0", CultureInfo.InvariantCulture),
            mark + policy.Spend.OutputTokens.ToString("#,0", CultureInfo.InvariantCulture),
            mark + Money(policy.Spend.Cost),
            policy.MedianMs?.ToString("0", CultureInfo.InvariantCulture) ?? "",
            policy.P95Ms?.ToString("0", CultureInfo.InvariantCulture) ?? "",
            policy.Errors.ToString(CultureInfo.InvariantCulture),
        ];
    }

    /// <summary>What one buys for the policy's cost with single models, each item going to one of two of them by lot.</summary>
    private static string AtEqualCost(PolicySummary policy, EvaluationReport report)
    {
        if (policy.Spec.Kind == "direct" || policy.CostPerItem == 0) return "";
        var singles = report.Policies.Where(static one => one.Spec.Kind == "direct").Select(static one => new PolicyPoint(one.Policy, one.CostPerItem, one.Accuracy)).ToArray();
        return singles.Length > 0 && AccuracyAtCost.Of(singles, policy.CostPerItem) is { } accuracy ? Percent(accuracy) : "";
    }

    private static string Range(Interval interval) => $"{Percent(interval.Low)[..^2]} to {Percent(interval.High)}";

    private static string Points(double difference) => (difference * 100).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture);
}
