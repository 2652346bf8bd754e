namespace Gateway.Evals.Statistics;

/// <summary>A closed interval, in the unit of what it was computed for.</summary>
internal readonly record struct Interval(double Low, double High)
{
    public bool Contains(double value) => Low <= value && value <= High;
}
