using System.Globalization;
using System.Text.RegularExpressions;

namespace Gateway.Evals.Reports;

/// <summary>When CI is to fail: comparisons such as <c>accuracy &lt; 0.7 or errors > 0</c>, of which one has to hold for one policy.</summary>
internal sealed partial class FailCondition
{
    private const string Syntax = "comparisons such as 'accuracy < 0.7 or sum-vote:cost_usd > 1', each [policy:]field, one of < <= > >= == !=, and a number";

    private static readonly SortedDictionary<string, Func<PolicySummary, double?>> Fields = new(StringComparer.Ordinal)
    {
        ["accuracy"] = static policy => policy.Accuracy,
        ["calls_per_item"] = static policy => policy.CallsPerItem,
        ["ci95_low"] = static policy => policy.Interval.Low,
        ["cost_usd"] = static policy => (double)policy.Spend.Cost,
        ["errors"] = static policy => policy.Errors,
        ["input_tokens"] = static policy => policy.Spend.InputTokens,
        ["n"] = static policy => policy.Items,
        ["output_tokens"] = static policy => policy.Spend.OutputTokens,
        ["p50_ms"] = static policy => policy.MedianMs,
        ["p95_ms"] = static policy => policy.P95Ms,
        ["vs_baseline"] = static policy => policy.Against?.Difference,
        ["vs_baseline_low"] = static policy => policy.Against?.Interval.Low,
    };

    private readonly IReadOnlyList<Part> _parts;

    private FailCondition(IReadOnlyList<Part> parts) => _parts = parts;

    /// <exception cref="ReportException">It is none.</exception>
    public static FailCondition Parse(string text)
    {
        var parts = new List<Part>();
        foreach (var one in Or().Split(text))
        {
            var match = Comparison().Match(one);
            if (!match.Success) throw new ReportException($"--fail-if '{one.Trim()}' is not legal; give {Syntax}");
            var field = match.Groups["field"].Value;
            if (!Fields.ContainsKey(field)) throw new ReportException($"--fail-if: '{field}' is no figure; legal are {string.Join(", ", Fields.Keys)}");
            parts.Add(new Part(match.Groups["policy"].Value, field, match.Groups["sign"].Value, double.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture)));
        }

        return new FailCondition(parts);
    }

    /// <summary>What holds, a line each. A figure that a policy does not have fails too: what cannot be checked is not well.</summary>
    /// <exception cref="ReportException">It names a policy that the report does not have.</exception>
    public IReadOnlyList<string> Holding(EvaluationReport report)
    {
        var holding = new List<string>();
        foreach (var part in _parts)
        {
            var policies = report.Policies.Where(policy => part.Policy.Length == 0 || string.Equals(policy.Policy, part.Policy, StringComparison.OrdinalIgnoreCase)).ToArray();
            if (policies.Length == 0) throw new ReportException($"--fail-if: '{part.Policy}' is not among the policies; legal are {string.Join(", ", report.Policies.Select(static policy => policy.Policy))}");
            foreach (var policy in policies)
            {
                // The baseline has no gain over itself, which is no fault of it.
                if (part.Policy.Length == 0 && policy.Policy == report.Baseline && part.Field.StartsWith("vs_", StringComparison.Ordinal)) continue;
                var value = Fields[part.Field](policy);
                if (value is null) holding.Add($"{policy.Policy} has no {part.Field}");
                else if (part.Holds(value.Value)) holding.Add(string.Create(CultureInfo.InvariantCulture, $"{policy.Policy}: {part.Field} is {value:0.######}, {part.Sign} {part.Number}"));
            }
        }

        return holding;
    }

    [GeneratedRegex(@"\s+or\s+|\|\|", RegexOptions.CultureInvariant)]
    private static partial Regex Or();

    [GeneratedRegex(@"\A\s*(?:(?<policy>[A-Za-z0-9][A-Za-z0-9._@-]*):)?(?<field>\w+)\s*(?<sign><=|>=|==|!=|<|>)\s*(?<number>-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)\s*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Comparison();

    private sealed record Part(string Policy, string Field, string Sign, double Number)
    {
        public bool Holds(double value) => Sign switch
        {
            "<" => value < Number,
            "<=" => value <= Number,
            ">" => value > Number,
            ">=" => value >= Number,
            "==" => value == Number,
            _ => value != Number,
        };
    }
}
