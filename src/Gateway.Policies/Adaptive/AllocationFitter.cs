using System.Text.Json.Nodes;

namespace Gateway.Policies;

/// <summary>
/// Learns which requests deserve samples (Damani et al. 2024, arXiv 2410.04707, section 3.2): a logistic regression predicts how likely one
/// sample is right, quantile bins of that prediction share the budget, and each bin gets what the served rule, tried on the fitted items at
/// every number of samples, says that it gains.
/// </summary>
internal sealed class AllocationFitter(AdaptiveBestOfNOptions options) : IFitter
{
    private const int MostBins = 8;
    private const int LeastOfABin = 200;

    // Samples have no order of their own, so each item is tried in several.
    private const int Orders = 8;

    public async Task<FittingObservation> ObserveAsync(PolicyRun run, CancellationToken cancellationToken)
    {
        var draws = new AdaptiveDraws(run, options.Sampling.ForOneChoice(run.Prompt), options.Members, options.MinN, options.MaxN, bucket: null);
        return new FittingObservation(await run.AllAsync(draws.Next(options.MaxN), cancellationToken), []);
    }

    public JsonObject Fit(IReadOnlyList<FittingItem> items, int seed)
    {
        var random = new Random(seed);
        var trials = items.SelectMany(item => Enumerable.Range(0, Orders).Select(order => new Trial(item, order == 0 ? [.. item.Candidates] : Shuffled(item.Candidates, random)))).ToArray();
        var features = trials.Select(FeaturesOf).ToArray();
        var chance = LogisticFit.Of(Difficulty.Names, features, [.. trials.Select(static trial => trial.Samples.Average(static sample => sample.Correct ? 1.0 : 0.0))]);

        var bins = Bins([.. trials.Zip(features, (trial, row) => (trial, chance.Predict(row))).OrderBy(static one => one.Item2)]);
        var chosen = SampleAllocation.Of([.. bins.Select(bin => CurveOf(bin.Trials))], options.MeanN!.Value * trials.Length);
        return new AllocationProfile(options.Members, options.MinN, chance, [.. bins.Select((bin, place) => new AllocationBin(bin.Below, options.MinN + chosen[place]))]).ToJson();
    }

    /// <summary>Bins of about equal size. Trials of the same chance stay together, as the served policy cannot tell them apart.</summary>
    private static List<(Trial[] Trials, double Below)> Bins((Trial Trial, double Chance)[] ranked)
    {
        var wanted = Math.Clamp(ranked.Length / LeastOfABin, 1, MostBins);
        var bins = new List<(Trial[], double)>();
        for (int from = 0, to; from < ranked.Length; from = to)
        {
            to = Math.Min(ranked.Length, from + (ranked.Length + wanted - 1) / wanted);
            while (to < ranked.Length && ranked[to].Chance - ranked[to - 1].Chance < 1e-5) to++;
            if (ranked.Length - to < LeastOfABin / 2) to = ranked.Length;
            bins.Add(([.. ranked[from..to].Select(static one => one.Trial)], to < ranked.Length ? Math.Round((ranked[to - 1].Chance + ranked[to].Chance) / 2, 6) : 1));
        }

        return bins;
    }

    public FittingOutcome? Deliver(JsonObject fitted, FittingItem item)
    {
        if (item.Candidates.Count == 0) return null;
        var trial = new Trial(item, item.Candidates);
        var samples = fitted.TryGetPropertyValue("samples", out var same) ? same!.GetValue<int>() : AllocationProfile.Read(fitted)!.SamplesFor(FeaturesOf(trial), out _);
        return Try(trial, samples).Outcome;
    }

    /// <summary>The same budget, shared equally.</summary>
    public JsonObject Untrained() => new() { ["samples"] = (int)Math.Round(options.MeanN!.Value) };

    private SampleAllocation.Curve CurveOf(Trial[] trials) => new(trials.Length,
    [
        .. Enumerable.Range(options.MinN, options.MaxN - options.MinN + 1).Select(samples =>
        {
            var tried = trials.Select(trial => Try(trial, samples)).ToArray();
            return (tried.Average(static one => (double)one.Drawn), tried.Average(static one => one.Outcome.Correct ? 1.0 : 0.0));
        }),
    ]);

    private double[] FeaturesOf(Trial trial)
    {
        var first = trial.Samples.Take(options.MinN).Select(sample => (sample.Candidate.Text, AnswerKey.Of(sample.Candidate, options.Answer))).ToArray();
        return Difficulty.Of(trial.Item.Prompt, first, options.MinN);
    }

    /// <summary>What the served policy does with these samples, in their order.</summary>
    private (FittingOutcome Outcome, int Drawn) Try(Trial trial, int most)
    {
        most = Math.Min(most, trial.Samples.Count);
        var (winner, drawn) = options.Select is VerifierSelection verifier ? Verified(trial, most, verifier) : Voted(trial, most);
        return (new FittingOutcome(winner.Correct, trial.Samples.Take(drawn).Sum(static sample => sample.Candidate.Spend.Cost)), drawn);
    }

    private (FittingCandidate Winner, int Drawn) Voted(Trial trial, int most)
    {
        var tally = new VoteTally(most);
        var drawn = 0;
        while (drawn < most && !tally.IsDecided && !AdaptiveVote.IsSure(tally, options.Confidence))
        {
            var round = drawn == 0 ? options.MinN : AdaptiveVote.NextRound(tally, options.Confidence, most);
            for (var end = Math.Min(most, drawn + round); drawn < end; drawn++) tally.Add(drawn, AnswerKey.Of(trial.Samples[drawn].Candidate, options.Answer));
        }

        var winner = tally.Leader is { } leader ? trial.Samples.First(sample => AnswerKey.Of(sample.Candidate, options.Answer) == leader) : trial.Samples[0];
        return (winner, drawn);
    }

    private (FittingCandidate Winner, int Drawn) Verified(Trial trial, int most, VerifierSelection verifier)
    {
        for (var drawn = Math.Min(options.MinN, most); ; drawn = Math.Min(2 * drawn, most))
        {
            var passing = trial.Samples.Take(drawn).FirstOrDefault(sample => verifier.Grader is null ? verifier.PassesText(sample.Candidate.Text) : sample.Correct);
            if (passing is not null || drawn == most) return (passing ?? trial.Samples[0], drawn);
        }
    }

    private static FittingCandidate[] Shuffled(IReadOnlyList<FittingCandidate> samples, Random random)
    {
        FittingCandidate[] shuffled = [.. samples];
        random.Shuffle(shuffled);
        return shuffled;
    }

    private sealed record Trial(FittingItem Item, IReadOnlyList<FittingCandidate> Samples);
}
