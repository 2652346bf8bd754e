using System.Globalization;
using System.Text;

namespace Gateway.Policies;

/// <summary>Tells what a policy would call, in which order, and what that would cost. Calls nothing.</summary>
public static class PolicyExplainer
{
    /// <summary>Explains a policy.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="catalog">The models and policies that it names, with their prices.</param>
    /// <param name="inputTokens">Prompt tokens of each call.</param>
    /// <param name="outputTokens">Generated tokens of each call, as far as the policy's <c>max_tokens</c> lets it write them.</param>
    public static string Explain(PolicyDefinition policy, IModelCatalog catalog, int inputTokens = 500, int outputTokens = 300)
    {
        var text = new StringBuilder();
        var options = policy.Options;
        text.Append(options.Name).Append(" (").Append(policy.Kind).Append(')').AppendLine(options.Description is null ? "" : $": {options.Description}");
        var totals = Stages(text, policy, catalog, inputTokens, outputTokens, indent: "  ").Within(options.Budget);

        text.AppendLine(CultureInfo.InvariantCulture, $"calls: at least {totals.Least}, expected {totals.Expected:0.##}, at most {totals.Most}");
        text.AppendLine(CultureInfo.InvariantCulture, $"cost: expected ${Money(totals.ExpectedCost)}, at most ${Money(totals.WorstCost)}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  expected: {inputTokens} tokens in, {outputTokens} out a call; all samples finish and differ");
        text.AppendLine(CultureInfo.InvariantCulture, $"  at most: {inputTokens} tokens in, max_tokens out a call ({outputTokens} without); what can be asked again is");
        if (Limits(options.Budget) is { Length: > 0 } limits) text.AppendLine(CultureInfo.InvariantCulture, $"budget: {limits}");
        return text.ToString().ReplaceLineEndings("\n");
    }

    private static PlanTotals Stages(StringBuilder text, PolicyDefinition policy, IModelCatalog catalog, int inputTokens, int outputTokens, string indent)
    {
        var totals = default(PlanTotals);
        var number = 1;
        foreach (var stage in ((IPlannedPolicy)policy.Policy).Plan().Stages)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{indent}{number++}. {stage.Role}: {stage.How}");
            foreach (var calls in stage.Calls)
            {
                var known = catalog.TryGet(calls.Model, out var entry);
                text.AppendLine(CultureInfo.InvariantCulture, $"{indent}   {calls.Model} x {Times(calls)} ({(known ? entry!.Card.Backend.ToString().ToLowerInvariant() : "not available")})");
                if (entry?.Client is PolicyChatClient inner)
                {
                    totals += Stages(text, inner.Definition, catalog, inputTokens, outputTokens, indent + "     ").Within(inner.Definition.Options.Budget).Times(calls);
                }
                else
                {
                    var price = entry?.Card.Price ?? Price.Free;
                    totals += new PlanTotals(
                        calls.Least, calls.Expected, calls.Most,
                        (decimal)calls.Expected * price.Of(inputTokens, 0, Math.Min(outputTokens, calls.MaxOutputTokens ?? outputTokens)),
                        calls.Most * price.Of(inputTokens, 0, calls.MaxOutputTokens ?? outputTokens));
                }
            }
        }

        return totals;
    }

    private static string Times(PlannedCalls calls) => calls.Least == calls.Most
        ? calls.Most.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{calls.Least}..{calls.Most}, expected {calls.Expected:0.##}");

    private static string Limits(BudgetLimits budget)
    {
        var limits = new List<string>();
        if (budget.Calls is { } calls) limits.Add(string.Create(CultureInfo.InvariantCulture, $"{calls} calls"));
        if (budget.OutputTokens is { } tokens) limits.Add(string.Create(CultureInfo.InvariantCulture, $"{tokens} output tokens"));
        if (budget.Cost is { } cost) limits.Add($"${Money(cost)}");
        if (budget.WallClock is { } time) limits.Add(string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms"));
        return string.Join(", ", limits);
    }

    private static string Money(decimal amount) => amount.ToString("0.######", CultureInfo.InvariantCulture);
}
