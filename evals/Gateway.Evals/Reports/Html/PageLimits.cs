namespace Gateway.Evals.Reports.Html;

/// <summary>How much of the differing items a page holds.</summary>
/// <param name="Items">Of each pair of policies, each way.</param>
/// <param name="Characters">Of each text.</param>
internal sealed record PageLimits(int Items, int Characters)
{
    /// <summary>Of one run.</summary>
    public const int Calls = 16;

    /// <summary>From the most to the least; the first whose page is not too large is taken.</summary>
    public static IReadOnlyList<PageLimits> Steps { get; } = [new(30, 1_500), new(30, 800), new(30, 400), new(30, 200), new(15, 200), new(5, 200), new(2, 100)];
}
