namespace Gateway.Policies;

/// <summary>Thresholds, and what they do with the items.</summary>
/// <param name="Thresholds">Of every stage but the last; infinity accepts nothing.</param>
/// <param name="Right">Items that are answered right.</param>
/// <param name="Cost">Of all items, in picodollars.</param>
internal sealed record ThresholdSetting(IReadOnlyList<double> Thresholds, int Right, long Cost)
{
    /// <summary>More right; as many for less money.</summary>
    public bool IsBetterThan(ThresholdSetting? other) => other is null || Right > other.Right || (Right == other.Right && Cost < other.Cost);
}

/// <summary>
/// Tries every combination of thresholds on a grid: at each stage the quantiles of the signals of those items that the stages before handed on
/// (FrugalGPT, arXiv 2305.05176, by its code), and accepting nothing.
/// </summary>
/// <param name="stages">At least one.</param>
/// <param name="given">For each stage but the last a threshold that is not searched; null where it is.</param>
/// <param name="grid">Quantiles at each stage.</param>
/// <param name="mostCost">Of all items, in picodollars.</param>
internal sealed class ThresholdSearch(IReadOnlyList<StageColumn> stages, IReadOnlyList<double?> given, int grid, long mostCost)
{
    private const int MostSettings = 20_000;
    private const int FinestGrid = 100;
    private readonly double[] _thresholds = new double[stages.Count - 1];

    /// <summary>The finest grid that so many searched stages leave affordable.</summary>
    public static int GridFor(int searched, int mostSettings = MostSettings) =>
        searched == 0 ? 1 : Math.Clamp((int)Math.Pow(mostSettings, 1.0 / searched) - 1, 4, FinestGrid);

    /// <summary>Every setting within the cost, in an order that depends on the items alone.</summary>
    public void ForEach(Action<ThresholdSetting> take) => Descend(0, [.. Enumerable.Range(0, stages[0].Right.Length)], 0, 0, take);

    /// <summary>The best within the cost; the first of equals. Null where nothing is.</summary>
    public ThresholdSetting? Best()
    {
        ThresholdSetting? best = null;
        ForEach(setting => best = setting.IsBetterThan(best) ? setting : best);
        return best;
    }

    private void Descend(int place, int[] reached, int right, long cost, Action<ThresholdSetting> take)
    {
        var stage = stages[place];
        foreach (var item in reached) cost += stage.Cost[item];
        if (cost > mostCost) return;
        if (place == stages.Count - 1)
        {
            foreach (var item in reached) right += stage.Right[item] ? 1 : 0;
            take(new ThresholdSetting([.. _thresholds], right, cost));
            return;
        }

        // The surest first, so that each threshold accepts a beginning of them. NaN is last, and nothing accepts it.
        var signals = new double[reached.Length];
        for (var i = 0; i < reached.Length; i++) signals[i] = double.IsNaN(stage.Signal[reached[i]]) ? double.PositiveInfinity : -stage.Signal[reached[i]];
        Array.Sort(signals, reached = [.. reached]);
        var accepted = 0;
        foreach (var threshold in Candidates(place, signals))
        {
            while (accepted < reached.Length && -signals[accepted] >= threshold && !double.IsPositiveInfinity(signals[accepted])) right += stage.Right[reached[accepted++]] ? 1 : 0;
            _thresholds[place] = threshold;
            Descend(place + 1, reached[accepted..], right, cost, take);
        }
    }

    /// <summary>From the strictest down.</summary>
    private IEnumerable<double> Candidates(int place, double[] negated)
    {
        if (given[place] is { } only)
        {
            yield return only;
            yield break;
        }

        yield return double.PositiveInfinity;
        var told = Array.IndexOf(negated, double.PositiveInfinity) is var end and >= 0 ? end : negated.Length;
        var before = double.PositiveInfinity;
        for (var step = 1; step <= grid; step++)
        {
            var last = (int)((long)step * told / grid) - 1;
            if (last < 0 || -negated[last] >= before) continue;
            yield return before = -negated[last];
        }
    }
}
