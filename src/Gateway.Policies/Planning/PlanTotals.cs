namespace Gateway.Policies;

/// <summary>A plan's calls and their cost in US dollars.</summary>
internal readonly record struct PlanTotals(long Least, double Expected, long Most, decimal ExpectedCost, decimal WorstCost)
{
    public static PlanTotals operator +(PlanTotals left, PlanTotals right) => new(
        left.Least + right.Least,
        left.Expected + right.Expected,
        left.Most + right.Most,
        left.ExpectedCost + right.ExpectedCost,
        left.WorstCost + right.WorstCost);

    /// <summary>What is left of it under a budget.</summary>
    public PlanTotals Within(BudgetLimits budget)
    {
        var calls = budget.Calls ?? long.MaxValue;
        var cost = budget.Cost ?? decimal.MaxValue;
        return new PlanTotals(Math.Min(Least, calls), Math.Min(Expected, calls), Math.Min(Most, calls), Math.Min(ExpectedCost, cost), Math.Min(WorstCost, cost));
    }

    /// <summary>The same for a policy that another one calls.</summary>
    public PlanTotals Times(PlannedCalls calls) =>
        new(Least * calls.Least, Expected * calls.Expected, Most * calls.Most, ExpectedCost * (decimal)calls.Expected, WorstCost * calls.Most);
}
