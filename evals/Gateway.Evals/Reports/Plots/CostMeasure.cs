namespace Gateway.Evals.Reports.Plots;

/// <summary>What accuracy is plotted over: money, or where everything was free what stands for it.</summary>
/// <param name="Name">What one item takes, with its unit.</param>
/// <param name="Of">The mean per item.</param>
internal sealed record CostMeasure(string Name, Func<PolicySummary, double> Of)
{
    public static CostMeasure For(IReadOnlyList<PolicySummary> policies)
    {
        if (policies.Any(static policy => policy.Spend.Cost > 0)) return new CostMeasure("cost per item, $", static policy => policy.CostPerItem);
        return policies.Any(static policy => policy.Spend.OutputTokens > 0)
            ? new CostMeasure("generated tokens per item (nothing had a price)", static policy => policy.Items == 0 ? 0 : (double)policy.Spend.OutputTokens / policy.Items)
            : new CostMeasure("calls per item (nothing had a price or a token count)", static policy => policy.CallsPerItem);
    }
}
