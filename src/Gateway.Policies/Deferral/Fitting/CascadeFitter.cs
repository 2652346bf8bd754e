using System.Text.Json.Nodes;

namespace Gateway.Policies;

/// <summary>What fitting stages and fitting a chain have in common.</summary>
internal abstract class CascadeFitter(CascadeOptions options) : IDeferringFitter
{
    protected CascadeOptions Options => options;

    /// <summary>Who is asked where nothing was learned.</summary>
    protected abstract IReadOnlyList<string> Reference { get; }

    public abstract Task<FittingObservation> ObserveAsync(PolicyRun run, CancellationToken cancellationToken);

    public JsonObject Fit(IReadOnlyList<FittingItem> items, int seed) => Learn(items).ToJson();

    /// <summary>The last stage alone.</summary>
    public JsonObject Untrained() => FittedCascade.Alone(Reference).ToJson();

    public FittingOutcome? Deliver(JsonObject fitted, FittingItem item) => Play(fitted, item, out _).Outcome();

    public FirstStageConfidence? ConfidenceIn(JsonObject fitted, FittingItem item)
    {
        var play = Play(fitted, item, out var stages);
        if (stages.Count == 1) return null;
        return new FirstStageConfidence(play.SignalOf(0, stages[0].Signal!) ?? double.NaN, play.IsRight(0), play.IsRight(stages.Count - 1));
    }

    protected abstract FittedCascade Learn(IReadOnlyList<FittingItem> items);

    /// <summary>Learns how likely a stage is right from what can be seen of it.</summary>
    /// <param name="views">What was seen; null where the stage has no answer, and then nothing is learned from the item.</param>
    /// <param name="targets">What is to be predicted, 0 to 1.</param>
    /// <returns>Null where no item has a view.</returns>
    protected static LogisticModel? LearnFrom(IReadOnlyList<StageView?> views, IReadOnlyList<double> targets)
    {
        var seen = Enumerable.Range(0, views.Count).Where(i => views[i] is not null).Select(i => (Features: DeferralFeatures.Of(views[i]!), Target: targets[i])).ToArray();
        if (seen.Length == 0) return null;
        string[] names = [.. seen[0].Features.Keys.Where(name => seen.All(one => one.Features.ContainsKey(name)))];
        return LogisticFit.Of(names, [.. seen.Select(one => (double[])[.. names.Select(name => one.Features[name])])], [.. seen.Select(static one => one.Target)]);
    }

    /// <summary>What each stage hands on of what reaches it.</summary>
    protected static double?[] DeferralRates(IReadOnlyList<StageColumn> columns, IReadOnlyList<double> thresholds)
    {
        var rates = new double?[thresholds.Count];
        var reached = Enumerable.Range(0, columns[0].Right.Length).ToArray();
        for (var i = 0; i < rates.Length && reached.Length > 0; i++)
        {
            int[] handedOn = [.. reached.Where(item => !(columns[i].Signal[item] >= thresholds[i]))];
            rates[i] = (double)handedOn.Length / reached.Length;
            reached = handedOn;
        }

        return rates;
    }

    private ItemPlay Play(JsonObject fitted, FittingItem item, out IReadOnlyList<Stage> stages)
    {
        stages = StageList.Of(options, FittedCascade.Read(fitted)!);
        return new ItemPlay(item, stages, (options.Stages?.Count ?? stages.Count) - stages.Count, options.Answer);
    }
}
