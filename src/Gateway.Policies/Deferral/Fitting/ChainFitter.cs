using System.Text.Json.Nodes;

namespace Gateway.Policies;

/// <summary>
/// Finds the chain of models that is most often right within a cost: every order of every choice, each with the best thresholds on a grid
/// (FrugalGPT, arXiv 2305.05176, section 3). Signals are learned for a model and those asked before it, whatever their order.
/// </summary>
internal sealed class ChainFitter(CascadeOptions options) : CascadeFitter(options)
{
    // For each of many chains a coarse grid; the best chain gets the fine one.
    private const int SettingsOfAChain = 400;

    private readonly IReadOnlyList<string> _models = options.Chain!.Models;

    protected override IReadOnlyList<string> Reference => [_models[^1]];

    public override async Task<FittingObservation> ObserveAsync(PolicyRun run, CancellationToken cancellationToken)
    {
        // As a stage whose signal is still to be learned: with log probabilities, where there are any.
        var pool = new Stage("", [.. _models.Select(static model => (model, 0))], 1) { Signal = new LearnedSignal(null) };
        return new FittingObservation(await run.AllAsync(pool.Calls(Options.Sampling.ForOneChoice(run.Prompt)), cancellationToken), []);
    }

    protected override FittedCascade Learn(IReadOnlyList<FittingItem> items)
    {
        Stage[] pool = [.. _models.Select(static model => new Stage(model, [(model, 0)], 1))];
        var plays = items.Select(item => new ItemPlay(item, pool, skipped: 0, Options.Answer)).ToArray();
        var columns = pool.Select((_, model) => new StageColumn([.. plays.Select(play => play.IsRight(model))], [.. plays.Select(play => StageColumn.ToPicodollars(play.CostOf(model)))], [])).ToArray();
        var views = pool.Select((_, model) => plays.Select(play => play.ViewOf(model)).ToArray()).ToArray();
        var signals = new Dictionary<(int Model, int Earlier), (LogisticModel? Model, double[] Values)>();

        var most = Options.Fit!.CostShare is { } share ? (long)Math.Round(share * columns[^1].Cost.Sum()) : items.Count * StageColumn.ToPicodollars((decimal)Options.Fit.CostUsd!.Value);
        (int[] Chain, ThresholdSetting Setting)? best = null;
        var tried = 0;
        foreach (var chain in Chains())
        {
            tried++;
            if (Search(chain, SettingsOfAChain) is { } setting && setting.IsBetterThan(best?.Setting)) best = (chain, setting);
        }

        // Where nothing is cheap enough, what is cheapest.
        if (best is not { } found) return FittedCascade.Alone([_models[Enumerable.Range(0, columns.Length).MinBy(model => columns[model].Cost.Sum())]]);
        if (Search(found.Chain, mostSettings: null) is { } finer && finer.IsBetterThan(found.Setting)) found.Setting = finer;
        return Describe(found.Chain, found.Setting, tried);

        ThresholdSetting? Search(int[] chain, int? mostSettings)
        {
            var searched = chain.Length - 1;
            var grid = mostSettings is { } limit ? ThresholdSearch.GridFor(searched, limit) : ThresholdSearch.GridFor(searched);
            return columns[chain[0]].Cost.Sum() > most ? null : new ThresholdSearch(ColumnsOf(chain), new double?[searched], grid, most).Best();
        }

        StageColumn[] ColumnsOf(int[] chain) => [.. chain.Select((model, place) => place == chain.Length - 1 ? columns[model] : columns[model] with { Signal = SignalOf(chain, place).Values })];

        (LogisticModel? Model, double[] Values) SignalOf(int[] chain, int place)
        {
            var model = chain[place];
            var earlier = chain[..place].Aggregate(0, static (mask, one) => mask | (1 << one));
            if (signals.TryGetValue((model, earlier), out var known)) return known;
            StageView?[] seen = [.. views[model].Select((view, item) => view is null ? null : view with
            {
                Earlier = [.. Enumerable.Range(0, _models.Count).Where(one => (earlier & (1 << one)) != 0).Select(one => (_models[one], views[one][item]?.Answer.Key))],
            })];
            var learned = LearnFrom(seen, [.. columns[model].Right.Select(static isRight => isRight ? 1.0 : 0)]);
            var signal = new LearnedSignal(learned);
            return signals[(model, earlier)] = (learned, [.. seen.Select(view => view is null ? double.NaN : signal.Of(view) ?? double.NaN)]);
        }

        FittedCascade Describe(int[] chain, ThresholdSetting setting, int chains)
        {
            var rates = DeferralRates(ColumnsOf(chain), setting.Thresholds);
            return new FittedCascade([.. chain.Select((model, place) => place == chain.Length - 1
                ? new FittedStage([_models[model]], double.PositiveInfinity, null, null)
                : new FittedStage([_models[model]], setting.Thresholds[place], rates[place], SignalOf(chain, place).Model))])
            {
                Made = new JsonObject { ["chains_tried"] = chains },
            };
        }
    }

    /// <summary>Every order of every choice of at most so many models, shorter ones first.</summary>
    private IEnumerable<int[]> Chains()
    {
        IEnumerable<int[]> chains = [[]];
        for (var length = 1; length <= Math.Min(Options.Chain!.Depth, _models.Count); length++)
        {
            chains = [.. chains.SelectMany(chain => Enumerable.Range(0, _models.Count).Where(model => !chain.Contains(model)).Select(model => (int[])[.. chain, model]))];
            foreach (var chain in chains) yield return chain;
        }
    }
}
