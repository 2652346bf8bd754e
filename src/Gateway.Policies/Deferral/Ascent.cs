using System.Globalization;

namespace Gateway.Policies;

/// <summary>One request on its way up the stages.</summary>
/// <param name="run">The run.</param>
/// <param name="stages">At least the last.</param>
/// <param name="sampling">Of every stage.</param>
/// <param name="extractor">What of a text votes.</param>
internal sealed class Ascent(PolicyRun run, IReadOnlyList<Stage> stages, Sampling sampling, IAnswerExtractor extractor)
{
    private readonly Prompt _plain = sampling.ForOneChoice(run.Prompt);
    private readonly List<Candidate> _failed = [];
    private readonly List<(string Stage, AnswerKey? Key)> _earlier = [];
    private readonly AnswerInHand _inHand = new();

    /// <summary>Asks every stage but the last, until the answer of one is accepted.</summary>
    /// <returns>The accepted answer; null where all handed on.</returns>
    public async Task<Candidate?> AcceptedAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; i < stages.Count - 1; i++)
        {
            var (stage, next) = (stages[i], stages[i + 1].Name);
            if (await AskAsync(stage, i, cancellationToken) is not { } answer)
            {
                run.Note(new Decided("defer", $"stage {i + 1}, {stage.Name}: none of {stage.TotalSamples} samples came back; {next} is asked"));
                _earlier.Add((stage.Name, null));
                continue;
            }

            var value = await stage.Signal!.OfAsync(run, new StageView(run.Prompt, answer, _earlier), cancellationToken);
            run.Note(new Scored(stage.Signal.Name, [new CandidateScore(answer.Winner.Call.Model, answer.Winner.Call.SampleIndex, value, answer.Key?.Text)]));
            var told = Tell(stage, i, answer, value);
            if (value >= stage.Threshold)
            {
                run.Note(new Decided("accept", told));
                return answer.Winner;
            }

            run.Note(new Decided("defer", $"{told}; {next} is asked"));
            _earlier.Add((stage.Name, answer.Key));
            _inHand.Keep(answer, stage.Signal.Name, value);
        }

        return null;
    }

    /// <summary>The call of the last stage.</summary>
    public ModelCall LastCall(string role) => stages[^1].Calls(_plain)[0] with { Role = role };

    /// <summary>The answer where the last stage has none: the best of those in hand.</summary>
    /// <exception cref="NoCandidateException">There is none: with the reasons of all stages.</exception>
    public Candidate InsteadOf(NoCandidateException last)
    {
        if (_inHand.Best is not { } best) throw new NoCandidateException([.. _failed, .. last.Failed]);
        run.Note(new Decided("fallback", $"the last stage has no answer ({last.Message}); the one of {best.Winner.Call.Model} in hand is delivered"));
        return best.Winner;
    }

    private async Task<StageAnswer?> AskAsync(Stage stage, int place, CancellationToken cancellationToken)
    {
        var calls = stage.Calls(_plain);
        var order = new CallOrder(calls);
        var vote = new StageVote(calls.Count, extractor);
        var byShare = stage.Signal is VoteShareSignal;

        // A later stage that looks at who agreed with whom must not see a vote that was cut where the samples happened to stand.
        var mayCut = byShare && !stages.Skip(place + 1).Any(static later => later.Signal is LearnedSignal);
        await foreach (var candidate in run.CallManyAsync(calls, cancellationToken))
        {
            vote.Add(order.Of(candidate), candidate);
            if (byShare && vote.IsSurelyMet(stage.Threshold)) break;
            if (mayCut && vote.IsSurelyMissed(stage.Threshold)) break;
        }

        _failed.AddRange(vote.Failed);
        return vote.ToAnswer();
    }

    private static string Tell(Stage stage, int place, StageAnswer answer, double? value)
    {
        var votes = answer.Samples > 1 ? $", {answer.Most} of {answer.Answers} answers agree" : "";
        var compared = value is { } number
            ? $"{stage.Signal!.Name} {Number(number)} {(number >= stage.Threshold ? "reaches" : "is below")} {(double.IsFinite(stage.Threshold) ? Number(stage.Threshold) : "any threshold: nothing is accepted here")}"
            : $"{stage.Signal!.Name} could not be told";
        return $"stage {place + 1}, {stage.Name}{votes}: {compared}";
    }

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
