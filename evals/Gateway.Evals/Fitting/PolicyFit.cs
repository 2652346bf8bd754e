using System.Text.Json.Nodes;
using Gateway.Evals.Running;
using Gateway.Evals.Statistics;
using Gateway.Evals.Suites;
using Gateway.Policies;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Evals.Fitting;

/// <summary>Learns what a policy can learn, and tells what that is worth on items that it did not learn from.</summary>
internal sealed class PolicyFit(Suite suite, PolicyDefinition policy, IFitter fitter, TimeProvider time)
{
    private const int Folds = 10;

    /// <param name="items">What it learns from.</param>
    /// <param name="entries">The models that it calls.</param>
    /// <param name="seed">Where randomness comes from.</param>
    /// <param name="parallel">Items at once.</param>
    /// <param name="tell">Takes a line now and then.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="EvaluationStoppedException">An item has no answer to learn from.</exception>
    public async Task<FitResult> RunAsync(IReadOnlyList<SuiteItem> items, IReadOnlyList<CatalogEntry> entries, long seed, int parallel, Action<string> tell, CancellationToken cancellationToken)
    {
        var learned = new FittingItem[items.Count];
        var services = new RunServices(new ModelCatalog(entries, static _ => []), time, [], KeepTexts: false, NullLogger.Instance);
        var done = 0;
        await Parallel.ForAsync(0, items.Count, new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = cancellationToken }, async (i, token) =>
        {
            learned[i] = await AskAsync(items[i], services, seed, token);
            if (Interlocked.Increment(ref done) % 500 == 0) tell($"{done} of {items.Count} items are there");
        });

        var fitted = fitter.Fit(learned, (int)(seed & int.MaxValue));
        var (trained, untrained) = (new FittingOutcome[items.Count], new FittingOutcome[items.Count]);
        var nothing = fitter.Untrained();
        var confidences = new List<(double, bool, bool)>();
        for (var fold = 0; fold < Folds; fold++)
        {
            var held = Enumerable.Range(0, items.Count).Where(i => FoldOf(items[i].Id) == fold).ToArray();
            var rest = Enumerable.Range(0, items.Count).Where(i => FoldOf(items[i].Id) != fold).Select(i => learned[i]).ToArray();
            if (held.Length == 0) continue;
            if (rest.Length == 0) throw new EvaluationStoppedException($"all {items.Count} items fall into one of {Folds} folds, so that nothing is left to judge them by; give more items");
            var ofRest = fitter.Fit(rest, (int)(seed & int.MaxValue));
            foreach (var i in held)
            {
                trained[i] = fitter.Deliver(ofRest, learned[i]) ?? default;
                untrained[i] = fitter.Deliver(nothing, learned[i]) ?? default;
                if ((fitter as IDeferringFitter)?.ConfidenceIn(ofRest, learned[i]) is { } first) confidences.Add((first.Confidence, first.IsRight, first.LastIsRight));
            }
        }

        var (right, rightBefore) = (Marks(trained), Marks(untrained));
        return new FitResult(fitted, right.Average(), rightBefore.Average(), Wilson.Of((int)right.Sum(), items.Count), PairedBootstrap.Of(right, rightBefore, seed: 1))
        {
            CostPerItem = trained.Average(static outcome => outcome.Cost),
            UntrainedCostPerItem = untrained.Average(static outcome => outcome.Cost),
            FirstStage = confidences.Count > 0 ? DeferralCurve.Of(confidences) : null,
        };
    }

    private static double[] Marks(FittingOutcome[] outcomes) => [.. outcomes.Select(static outcome => outcome.Correct ? 1.0 : 0.0)];

    /// <summary>By the id alone, so that another set of items leaves an item in its fold.</summary>
    private static int FoldOf(string id) => Convert.ToInt32(FittedProfile.Digest(id)[..4], 16) % Folds;

    private async Task<FittingItem> AskAsync(SuiteItem item, RunServices services, long seed, CancellationToken cancellationToken)
    {
        var seen = new FittingObservation([], []);
        var client = new PolicyChatClient(policy with { Policy = new FittingPolicy(fitter.ObserveAsync, observation => seen = observation) }, services);
        var prompt = await suite.PromptOfAsync(item, cancellationToken);
        new AskedItem(item, prompt.Messages).AttachTo(prompt.Options);
        try
        {
            await client.RunAsync(client.Open(new RunRequest(prompt) { Seed = RunSeed.ForSample(seed, item.Id, 0) }), cancellationToken);
        }
        catch (NoCandidateException exception)
        {
            throw new EvaluationStoppedException($"{item.Id} has no answer to learn from: {exception.Message}");
        }

        if (seen.Candidates.FirstOrDefault(static one => one.Fault is { Kind: FaultKind.NotRecorded }) is { } missing) throw new EvaluationStoppedException(missing.Fault!.Message);
        return new FittingItem(item.Id, prompt, [.. seen.Candidates.Where(static one => one.Ok).Select(one => new FittingCandidate(one, suite.IsCorrect(one.Text, item)))], seen.Numbers);
    }
}

/// <summary>What was learned, and what it is worth.</summary>
/// <param name="Fitted">In the kind's own form.</param>
/// <param name="Accuracy">Cross-validated: each item judged by what was learned from others.</param>
/// <param name="Untrained">The accuracy on the same items had nothing been learned.</param>
/// <param name="Interval">Of <paramref name="Accuracy"/>, 95 %.</param>
/// <param name="Gain">Of learning, paired.</param>
internal sealed record FitResult(JsonObject Fitted, double Accuracy, double Untrained, Interval Interval, PairedBootstrap Gain)
{
    /// <summary>In US dollars, cross-validated as <see cref="Accuracy"/>.</summary>
    public decimal CostPerItem { get; init; }

    /// <summary>In US dollars, had nothing been learned.</summary>
    public decimal UntrainedCostPerItem { get; init; }

    /// <summary>How well the first stage's signal tells what to hand on to the last, cross-validated; null where the policy hands on nothing.</summary>
    public DeferralCurve? FirstStage { get; init; }
}
