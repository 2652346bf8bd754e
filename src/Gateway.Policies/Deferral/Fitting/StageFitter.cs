using System.Text.Json.Nodes;

namespace Gateway.Policies;

/// <summary>Learns the signals of given stages, and the thresholds that the policy's file leaves out.</summary>
internal sealed class StageFitter(CascadeOptions options) : CascadeFitter(options)
{
    // Every second item teaches where signals are learned; where only thresholds are ordered, every fourth does.
    private const int TeachesLearned = 2;
    private const int TeachesThresholds = 4;

    private readonly IReadOnlyList<CascadeStage> _given = options.Stages!;
    private readonly IReadOnlyList<Stage> _stages = StageList.Of(options, fitted: null);

    protected override IReadOnlyList<string> Reference => _given[^1].Members;

    private double?[] GivenThresholds => [.. _given.SkipLast(1).Select(static stage => stage.Accept!.Threshold)];

    public override async Task<FittingObservation> ObserveAsync(PolicyRun run, CancellationToken cancellationToken)
    {
        var prompt = Options.Sampling.ForOneChoice(run.Prompt);
        var candidates = await run.AllAsync([.. _stages.SelectMany(stage => stage.Calls(prompt))], cancellationToken);
        var numbers = new List<double>();
        var earlier = new List<(string Stage, AnswerKey? Key)>();
        foreach (var stage in _stages.SkipLast(1))
        {
            var answer = ItemPlay.AnswerOf(stage, candidates, Options.Answer);
            if (answer is null || stage.Signal is SeenSignal)
            {
                numbers.AddRange(SignalNumbers.None);
            }
            else
            {
                var before = run.Budget.Spent.Cost;
                var value = await stage.Signal!.OfAsync(run, new StageView(run.Prompt, answer, earlier), cancellationToken);
                numbers.AddRange(SignalNumbers.Of(value, run.Budget.Spent.Cost - before));
            }

            earlier.Add((stage.Name, answer?.Key));
        }

        return new FittingObservation(candidates, numbers);
    }

    protected override FittedCascade Learn(IReadOnlyList<FittingItem> items)
    {
        var plays = items.Select(item => new ItemPlay(item, _stages, skipped: 0, Options.Answer)).ToArray();
        if (Options.Fit?.AccuracyLoss is { } tolerance) return LearnWithin(tolerance, Options.Fit.ConfidenceInForce, items, plays);

        var models = Models(plays);
        var columns = Columns(plays, models);
        var search = new ThresholdSearch(columns, GivenThresholds, ThresholdSearch.GridFor(GivenThresholds.Count(static one => one is null)), MostCost(columns[^1]));
        var thresholds = Options.Fit?.DeferralRate is { } rate ? ThresholdsFor(rate, columns) : (search.Best() ?? Cheapest(columns)).Thresholds;
        return Describe(models, columns, thresholds, new JsonObject());
    }

    /// <summary>
    /// The cheapest thresholds that are shown not to lose more than is tolerated. Some of the items teach the signals and order the settings
    /// from the costliest to the cheapest; the others, which had no part in that, test them in this order until one fails (fixed-sequence testing, as in Angelopoulos et al. 2021, <i>Learn then Test</i>, arXiv 2110.01052): so the confidence holds for the one
    /// that is chosen.
    /// </summary>
    private FittedCascade LearnWithin(double tolerance, double confidence, IReadOnlyList<FittingItem> items, ItemPlay[] plays)
    {
        // By digests, so that neither half nor the order of the test depends on the answers.
        int[] byDigest = [.. Enumerable.Range(0, plays.Length).OrderBy(i => FittedProfile.Digest(items[i].Id), StringComparer.Ordinal)];
        var every = _stages.Any(static stage => stage.Signal is LearnedSignal) ? TeachesLearned : TeachesThresholds;
        var (teaching, testing) = (byDigest.Where((_, place) => place % every == 0).ToArray(), byDigest.Where((_, place) => place % every != 0).ToArray());
        if (testing.Length == 0) return FittedCascade.Alone(Reference);
        var models = Models([.. teaching.Select(i => plays[i])]);
        var tested = Columns([.. testing.Select(i => plays[i])], models);
        ThresholdSetting? kept = null;
        foreach (var setting in Front(Columns([.. teaching.Select(i => plays[i])], models)))
        {
            if (!LossTest.IsBelow(LossesOf(tested, setting.Thresholds), tolerance, confidence)) break;
            kept = setting;
        }

        var made = new JsonObject
        {
            ["guarantee"] = kept is null ? "no threshold passed the test" : FormattableString.Invariant($"with {confidence:0.##%} confidence over the draw of the tested items, accuracy is at most {tolerance:0.##%} below that of always asking the last stage, for requests like them"),
            ["taught_on"] = teaching.Length,
            ["tested_on"] = testing.Length,
        };
        return kept is null ? FittedCascade.Alone(Reference) with { Made = made } : Describe(models, Columns(plays, models), kept.Thresholds, made);
    }

    /// <summary>The settings that no other betters in both accuracy and cost, the costliest first; at most as many as a test can well go through.</summary>
    private List<ThresholdSetting> Front(StageColumn[] columns)
    {
        const int Most = 50;
        var all = new List<ThresholdSetting>();
        new ThresholdSearch(columns, GivenThresholds, ThresholdSearch.GridFor(GivenThresholds.Count(static one => one is null)), long.MaxValue).ForEach(all.Add);
        var front = new List<ThresholdSetting>();
        foreach (var setting in all.OrderBy(static one => one.Cost).ThenByDescending(static one => one.Right))
        {
            if (front.Count == 0 || setting.Right > front[^1].Right) front.Add(setting);
        }

        front.Reverse();
        return front.Count <= Most ? front : [.. Enumerable.Range(0, Most).Select(i => front[(int)((long)i * (front.Count - 1) / (Most - 1))])];
    }

    private static double[] LossesOf(StageColumn[] columns, IReadOnlyList<double> thresholds)
    {
        var losses = new double[columns[0].Right.Length];
        for (var item = 0; item < losses.Length; item++)
        {
            var place = 0;
            while (place < thresholds.Count && !(columns[place].Signal[item] >= thresholds[place])) place++;
            losses[item] = (columns[^1].Right[item] ? 1 : 0) - (columns[place].Right[item] ? 1 : 0);
        }

        return losses;
    }

    /// <summary>Each searched threshold is the quantile of the signals that reach it: exact to one item where no two are equal.</summary>
    private double[] ThresholdsFor(double rate, StageColumn[] columns)
    {
        var thresholds = new double[columns.Length - 1];
        var reached = Enumerable.Range(0, columns[0].Right.Length).ToArray();
        for (var i = 0; i < thresholds.Length; i++)
        {
            // What cannot be told is handed on before anything else: NaN is as little as can be.
            double[] sorted = [.. reached.Select(item => double.IsNaN(columns[i].Signal[item]) ? double.NegativeInfinity : columns[i].Signal[item]).Order()];
            var handedOn = Math.Max((int)Math.Floor(rate * sorted.Length + 1e-9), sorted.Count(double.IsNegativeInfinity));
            thresholds[i] = GivenThresholds[i] ?? (handedOn < sorted.Length ? sorted[handedOn] : double.PositiveInfinity);
            reached = [.. reached.Where(item => !(columns[i].Signal[item] >= thresholds[i]))];
        }

        return thresholds;
    }

    private ThresholdSetting Cheapest(StageColumn[] columns)
    {
        ThresholdSetting? cheapest = null;
        new ThresholdSearch(columns, GivenThresholds, ThresholdSearch.GridFor(GivenThresholds.Count(static one => one is null)), long.MaxValue)
            .ForEach(setting => cheapest = cheapest is null || setting.Cost < cheapest.Cost ? setting : cheapest);
        return cheapest!;
    }

    private long MostCost(StageColumn last) => Options.Fit switch
    {
        { CostShare: { } share } => (long)Math.Round(share * last.Cost.Sum()),
        { CostUsd: { } dollars } => last.Cost.Length * StageColumn.ToPicodollars((decimal)dollars),
        _ => long.MaxValue,
    };

    private LogisticModel?[] Models(IReadOnlyList<ItemPlay> plays)
    {
        var last = _stages.Count - 1;
        return
        [
            .. _given.Select((stage, place) => stage.Accept is not { Signal: SignalKind.Learned } accept ? null : LearnFrom(
                [.. plays.Select(play => play.ViewOf(place))],
                [.. plays.Select(play => accept.Learn == LearnedTarget.Difference ? (1 + One(play.IsRight(place)) - One(play.IsRight(last))) / 2 : One(play.IsRight(place)))])),
        ];

        static double One(bool isRight) => isRight ? 1 : 0;
    }

    private StageColumn[] Columns(IReadOnlyList<ItemPlay> plays, LogisticModel?[] models) =>
    [
        .. _stages.Select((stage, place) => new StageColumn(
            [.. plays.Select(play => play.IsRight(place))],
            [.. plays.Select(play => StageColumn.ToPicodollars(play.CostOf(place)))],
            stage.Signal is null ? [] : [.. plays.Select(play => play.SignalOf(place, stage.Signal is LearnedSignal ? new LearnedSignal(models[place]) : stage.Signal) ?? double.NaN)])),
    ];

    private FittedCascade Describe(LogisticModel?[] models, StageColumn[] columns, IReadOnlyList<double> thresholds, JsonObject made)
    {
        var rates = DeferralRates(columns, thresholds);
        return new FittedCascade([.. _given.Select((stage, place) => place == _given.Count - 1
            ? new FittedStage(stage.Members, double.PositiveInfinity, null, null)
            : new FittedStage(stage.Members, thresholds[place], rates[place], models[place]))])
        {
            Made = made.Count > 0 ? made : null,
        };
    }
}
