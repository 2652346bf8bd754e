namespace Gateway.Policies;

/// <summary>What the stages say about an item that is learned from, with the code that serves: votes, signals, and who is asked when.</summary>
internal sealed class ItemPlay
{
    private readonly FittingItem _item;
    private readonly IReadOnlyList<Stage> _stages;
    private readonly int _skipped;
    private readonly StageAnswer?[] _answers;

    /// <param name="item">The item, with the candidates of all stages.</param>
    /// <param name="stages">Those that are asked.</param>
    /// <param name="skipped">How many stages of the policy's file come before them, and are not asked.</param>
    /// <param name="extractor">What of a text votes.</param>
    public ItemPlay(FittingItem item, IReadOnlyList<Stage> stages, int skipped, IAnswerExtractor extractor)
    {
        (_item, _stages, _skipped) = (item, stages, skipped);
        _answers = [.. stages.Select(stage => AnswerOf(stage, [.. item.Candidates.Select(static one => one.Candidate)], extractor))];
    }

    /// <summary>What a stage would answer.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="candidates">Candidates of any stages; those of its calls that are not among them have failed.</param>
    /// <param name="extractor">What of a text votes.</param>
    public static StageAnswer? AnswerOf(Stage stage, IReadOnlyList<Candidate> candidates, IAnswerExtractor extractor)
    {
        var vote = new StageVote(stage.TotalSamples, extractor);
        var place = 0;
        foreach (var (model, first) in stage.Members)
        {
            for (var sample = first; sample < first + stage.Samples; sample++, place++)
            {
                var drawn = candidates.FirstOrDefault(one => one.Call.SampleIndex == sample && string.Equals(one.Call.Model, model, StringComparison.OrdinalIgnoreCase));
                if (drawn is not null) vote.Add(place, drawn);
            }
        }

        return vote.ToAnswer();
    }

    public bool IsRight(int stage) => _answers[stage] is { } answer && _item.Candidates.First(one => ReferenceEquals(one.Candidate, answer.Winner)).Correct;

    /// <summary>All of the stage's samples, and what its signal asked; in US dollars.</summary>
    public decimal CostOf(int stage) =>
        _item.Candidates.Where(one => _stages[stage].Draws(one.Candidate.Call)).Sum(static one => one.Candidate.Spend.Cost)
        + (SignalNumbers.CostAt(_item, _skipped + stage) ?? 0);

    /// <summary>What a stage's signal has to go by; null where the stage has no answer.</summary>
    public StageView? ViewOf(int stage) => _answers[stage] is { } answer
        ? new StageView(_item.Prompt, answer, [.. Enumerable.Range(0, stage).Select(earlier => (_stages[earlier].Name, _answers[earlier]?.Key))])
        : null;

    /// <summary>How sure a stage is; null where that cannot be told.</summary>
    public double? SignalOf(int stage, Signal signal) =>
        signal is SeenSignal seen ? ViewOf(stage) is { } view ? seen.Of(view) : null : SignalNumbers.ValueAt(_item, _skipped + stage);

    /// <summary>What the policy would deliver; null where no stage has an answer.</summary>
    public FittingOutcome? Outcome()
    {
        var inHand = new AnswerInHand();
        var cost = 0m;
        for (var i = 0; i < _stages.Count; i++)
        {
            cost += CostOf(i);
            if (_answers[i] is not { } answer) continue;
            if (i == _stages.Count - 1) return new FittingOutcome(IsRight(i), cost);
            var value = SignalOf(i, _stages[i].Signal!);
            if (value >= _stages[i].Threshold) return new FittingOutcome(IsRight(i), cost);
            inHand.Keep(answer, _stages[i].Signal!.Name, value);
        }

        return inHand.Best is { } best ? new FittingOutcome(IsRight(Array.IndexOf(_answers, best)), cost) : null;
    }
}
