using Microsoft.Extensions.AI;

namespace Gateway.Policies;

/// <summary>The search of one run: which steps go on, when it is over, and which answer is taken.</summary>
internal sealed class PhiSearch(PhiDecodingOptions options, PolicyRun run, Rollouts rollouts)
{
    // As in the authors' code.
    private const int AnswerClusters = 2;

    private int _step;

    /// <summary>The futures agree, or every answer has ended: no further step is worth its rollouts.</summary>
    public bool IsOver { get; private set; }

    public static IReadOnlyList<Beam> Start(RunSequence opened, int beams) => [.. Enumerable.Range(0, beams).Select(_ => new Beam(opened.Fork(), []))];

    /// <summary>Makes the next step of all beams.</summary>
    /// <returns>The beams to go on with; null where there is no further step.</returns>
    /// <exception cref="NoCandidateException">There is not even a first step.</exception>
    public async Task<IReadOnlyList<Beam>?> StepAsync(IReadOnlyList<Beam> beams, CancellationToken cancellationToken)
    {
        if (_step == options.MaxSteps) return null;
        _step++;
        var drawn = await rollouts.StepsAsync(beams, cancellationToken);
        var failed = rollouts.TakeFailed();
        if (drawn.Count == 0)
        {
            if (_step == 1) throw new NoCandidateException(failed);
            run.Note(new Decided("stop", $"no rollout of step {_step} gave a step: {failed[0].Fault!.Message}"));
            return null;
        }

        // A step that ends an answer of nothing but blanks is worth none that says something.
        if (drawn.Any(IsWorded)) drawn = [.. drawn.Where(IsWorded)];
        var kept = WidthPruning.Keep([.. drawn.Select(static beam => beam.Likelihood)], options.WidthSigma, options.Beam, options.Tau, run.Random);
        Beam[] candidates = [.. beams.Where(static beam => beam.Ended), .. kept.Select(index => drawn[index])];

        var futures = options.ForesightTokens > 0 ? await rollouts.ForesightAsync(candidates, cancellationToken) : [];
        var blind = rollouts.TakeFailed().Count;
        if (futures.Count == 0) futures = [.. candidates.Select(static beam => new Future(beam, beam.Likelihood, beam.Likelihood - beam.Value, null))];
        var alignment = Alignment.Of(futures, options.Clusters, run.Random);
        var weights = Alignment.Weights(futures, alignment, options.Tau);
        var chosen = Softmax.Draw(weights, options.Beam, run.Random);
        Beam[] survivors = [.. chosen.Select(index => futures[index].Beam with { Value = futures[index].Value })];

        Score("phi", futures, weights);
        run.Note(new Decided("step", $"step {_step}: {drawn.Count} drawn and {failed.Count} failed, {kept.Count} kept, {blind} of them without foresight; {Agreement(futures, alignment)}; {survivors.Length} go on"));
        await DropAsync([.. beams, .. drawn, .. candidates], survivors);
        IsOver = IsDecided(futures, alignment) || survivors.All(static beam => beam.Ended);
        return survivors;
    }

    /// <summary>Writes the beams to their ends and takes one of the answers that most agree, by advantage.</summary>
    public async Task<WholeText> CompleteAsync(IReadOnlyList<Beam> beams, CancellationToken cancellationToken)
    {
        var answers = await rollouts.CompleteAsync(beams, cancellationToken);
        if (answers.Count == 0)
        {
            var best = beams.MaxBy(static beam => beam.Value)!;
            run.Note(new Decided("fallback", $"no beam could be completed ({rollouts.TakeFailed()[0].Fault!.Message}); the answer is the best of {beams.Count}{(best.Ahead is null ? "" : ", as it was seen ahead")}"));
            return best.Ahead ?? new WholeText(best.Text, ChatFinishReason.Length);
        }

        if (answers.Any(IsWorded)) answers = [.. answers.Where(IsWorded)];
        var alignment = answers.Count < options.Beam ? null : Alignment.Of(answers, Math.Min(AnswerClusters, options.Clusters), run.Random);
        Future[] agreeing = alignment is null ? [.. answers] : [.. answers.Where((_, index) => alignment.Sizes[index] == alignment.Largest)];
        var weights = Alignment.Weights(agreeing, null, options.Tau);
        var winner = agreeing[Softmax.Draw(weights, 1, run.Random)[0]];
        Score("answer", agreeing, weights);
        run.Note(new Decided("winner", $"drawn from {agreeing.Length} of {answers.Count} answers; {Agreement(answers, alignment)}; step {winner.Beam.SampleIndex} was its last"));
        return winner.Beam.Ahead!;
    }

    /// <summary>In-depth pruning: once the futures agree, looking ahead further is a waste.</summary>
    private bool IsDecided(IReadOnlyList<Future> futures, Alignment? alignment)
    {
        if (_step < options.MinSteps || futures.Any(static future => future.Text is null)) return false;
        var equal = futures.All(future => future.Text == futures[0].Text);
        if (!equal && (alignment is null || alignment.Largest < options.DepthThreshold * futures.Count)) return false;
        run.Note(new Decided("stop", $"after step {_step}: {(equal ? "all futures are equal" : Agreement(futures, alignment))}"));
        return true;
    }

    private static string Agreement(IReadOnlyList<Future> futures, Alignment? alignment) =>
        alignment is null ? "no clusters" : $"the largest cluster has {alignment.Largest} of {futures.Count}";

    private void Score(string scorer, IReadOnlyList<Future> futures, IReadOnlyList<double> weights) =>
        run.Note(new Scored(scorer, [.. futures.Select((future, index) => new CandidateScore(options.Model, future.Beam.SampleIndex, weights[index]))]));

    private static bool IsWorded(Beam beam) => !beam.Ended || !string.IsNullOrWhiteSpace(beam.Text);

    private static bool IsWorded(Future answer) => !string.IsNullOrWhiteSpace(answer.Beam.Ahead!.Text);

    private static async Task DropAsync(IReadOnlyList<Beam> all, IReadOnlyList<Beam> survivors)
    {
        var alive = survivors.Select(static beam => beam.Sequence).ToHashSet();
        foreach (var sequence in all.Select(static beam => beam.Sequence).Distinct())
        {
            if (!alive.Contains(sequence)) await sequence.DisposeAsync();
        }
    }
}
