using System.Globalization;

namespace Gateway.Policies;

/// <summary>Asks models in their order until one agrees with itself, and lets all samples vote.</summary>
/// <param name="models">In the order in which they are asked.</param>
/// <param name="samples">Of each.</param>
/// <param name="threshold">The share of the most frequent answer at which a model is consistent.</param>
/// <param name="weights">External weights.</param>
/// <param name="mode">When the next model is asked.</param>
/// <param name="extractor">What of a text votes.</param>
internal sealed class ModelSwitchSelector(
    IReadOnlyList<string> models, int samples, double threshold, VoteWeights weights, SwitchMode mode, IAnswerExtractor extractor)
{
    /// <returns>A candidate with an answer.</returns>
    /// <param name="run">The run.</param>
    /// <param name="prompt">What every sample is asked.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <exception cref="NoCandidateException">No call gave an answer.</exception>
    public async Task<Candidate> SelectAsync(PolicyRun run, Prompt prompt, CancellationToken cancellationToken)
    {
        var polls = models.Select(model => new ModelPoll(model, samples, (double)weights.Of(model))).ToArray();
        var ballotOf = new Dictionary<ModelCall, (ModelPoll Poll, int Sample)>(ReferenceEqualityComparer.Instance);
        var current = 0;
        var started = 0;
        await using var open = run.Open(cancellationToken);
        Ask();
        while (true)
        {
            while (polls[current].IsSurelyInconsistent(threshold) && current + 1 < polls.Length)
            {
                run.Note(new Decided("switch", $"{polls[current].Describe()}, threshold {Number(threshold)}: {polls[current + 1].Model} is asked too"));
                current++;
                if (started <= current) Ask();
            }

            // What a model that was only asked ahead says counts for nothing until its turn.
            var isLast = current + 1 == polls.Length || polls[current].IsSurelyConsistent(threshold);
            if (isLast && WeightedVote.IsDecided(polls[..(current + 1)])) break;
            if (!isLast && mode == SwitchMode.Speculative && started == current + 1 && 2 * polls[current].Arrived >= samples) Ask();

            var candidate = await open.NextAsync();
            var (poll, sample) = ballotOf[candidate.Call];
            poll.Add(sample, candidate, AnswerKey.Of(candidate, extractor));
        }

        return Winner(run, polls[..(current + 1)]);

        void Ask()
        {
            var poll = polls[started++];
            ModelCall[] calls = [.. SampleCalls.Of(poll.Model, prompt, samples)];
            for (var sample = 0; sample < calls.Length; sample++) ballotOf[calls[sample]] = (poll, sample);
            open.Start(calls);
        }
    }

    /// <summary>What it would do with answers that are already there; null where none is of its models.</summary>
    public FittingOutcome? Choose(IReadOnlyList<FittingCandidate> answers)
    {
        var polls = new List<ModelPoll>();
        var cost = 0m;
        foreach (var model in models)
        {
            var own = answers.Where(one => string.Equals(one.Candidate.Call.Model, model, StringComparison.OrdinalIgnoreCase)).Take(samples).ToArray();
            var poll = new ModelPoll(model, own.Length, (double)weights.Of(model));
            for (var sample = 0; sample < own.Length; sample++) poll.Add(sample, own[sample].Candidate, AnswerKey.Of(own[sample].Candidate, extractor));
            polls.Add(poll);
            cost += own.Sum(static one => one.Candidate.Spend.Cost);
            if (own.Length > 0 && poll.IsSurelyConsistent(threshold)) break;
        }

        var ballots = polls.SelectMany(static poll => poll.Ballots).ToArray();
        if (ballots.Length == 0) return null;
        var winner = WeightedVote.Leader(polls) is { } leader ? ballots.First(ballot => ballot.Key == leader) : ballots[0];
        return new FittingOutcome(answers.First(one => ReferenceEquals(one.Candidate, winner.Candidate)).Correct, cost);
    }

    /// <summary>The models in their order. How often the later ones are asked depends on the task: without a measurement, half of the requests go on from each.</summary>
    public IReadOnlyList<PlannedStage> Plan(int? maxTokens) =>
    [
        .. models.Select((model, place) => new PlannedStage(
            "sample",
            place == 0 ? "all at once" : "only while the models before disagree with themselves; expected: half of the time each",
            [new PlannedCalls(model, place == 0 ? samples : 0, samples * Math.Pow(0.5, place), samples) { MaxOutputTokens = maxTokens }])),
    ];

    private static Candidate Winner(PolicyRun run, IReadOnlyList<ModelPoll> polls)
    {
        var finished = polls.SelectMany(static poll => poll.Ballots).Where(static ballot => ballot.Candidate.Ok).ToArray();
        if (finished.Length == 0) throw new NoCandidateException([.. polls.SelectMany(static poll => poll.Ballots).Select(static ballot => ballot.Candidate)]);

        var scores = WeightedVote.Scores(polls);
        run.Note(new Scored("model-switch", [.. finished.Select(ballot =>
            new CandidateScore(ballot.Candidate.Call.Model, ballot.Candidate.Call.SampleIndex, ballot.Key is { } key ? scores[key] : null, ballot.Key?.Text))]));
        var told = string.Join("; ", polls.Select(static poll => poll.Describe()));
        if (WeightedVote.Leader(polls) is not { } winner)
        {
            run.Note(new Decided("fallback", $"no sample that counts holds an answer, the first is delivered; {told}"));
            return finished[0].Candidate;
        }

        run.Note(new Decided("winner", $"the winning answer has the score {Number(scores[winner])} of {Number(scores.Values.Sum())}; {told}"));
        return finished.First(ballot => ballot.Key == winner).Candidate;
    }

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
