using Gateway.Evals.Running;
using Gateway.Evals.Statistics;

namespace Gateway.Evals.Reports;

/// <summary>A policy's figures over its items.</summary>
internal sealed record PolicySummary
{
    /// <summary>The policy's name; with its hash where a report holds two of that name.</summary>
    public required string Policy { get; init; }

    public required RunSpec Spec { get; init; }

    /// <summary>The finished items, by id.</summary>
    public required IReadOnlyList<SampleRow> Rows { get; init; }

    /// <summary>Against the baseline; null for the baseline itself, and where there is none.</summary>
    public Comparison? Against { get; init; }

    public int Items => Rows.Count;

    public int Right => Rows.Count(static row => row.Correct);

    /// <summary>The share of right answers; items without an answer are wrong.</summary>
    public double Accuracy => Items == 0 ? 0 : (double)Right / Items;

    public Interval Interval => Wilson.Of(Right, Items);

    public int Errors => Rows.Count(static row => row.Error is not null);

    /// <summary>Answers in which the extractor found none.</summary>
    public int Unanswered => Rows.Count(static row => row.Error is null && row.Answer is null);

    public Spend Spend => Rows.Aggregate(default(Spend), static (sum, row) => sum + row.Spend);

    public double CallsPerItem => Items == 0 ? 0 : (double)Spend.Calls / Items;

    public double CostPerItem => Items == 0 ? 0 : (double)Spend.Cost / Items;

    /// <summary>Some tokens were estimated, and so the cost is.</summary>
    public bool Estimated => Rows.Any(static row => row.Estimated);

    /// <summary>The time of an answer that half of the items did not exceed, in milliseconds; null where none was timed.</summary>
    public double? MedianMs => Time(0.5);

    public double? P95Ms => Time(0.95);

    private double? Time(double p)
    {
        var timed = Rows.Select(static row => row.ElapsedMs).OfType<double>().ToArray();
        return timed.Length == 0 ? null : Quantile.Of(timed, p);
    }
}
