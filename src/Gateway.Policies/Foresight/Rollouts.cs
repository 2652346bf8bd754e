using Microsoft.Extensions.AI;

namespace Gateway.Policies;

/// <summary>The calls of one search: several sequences go on at once, each by a step, to the end of a look ahead, or to the end of the answer.</summary>
/// <param name="request">The request's stop texts and its limit on the answer.</param>
/// <param name="options">The policy's options.</param>
internal sealed class Rollouts(ChatOptions request, PhiDecodingOptions options)
{
    public const string Step = "step";
    public const string Foresight = "foresight";
    public const string Answer = "answer";

    /// <summary>As in the authors' code: a model that never writes the step's end shall not fill its context in one step.</summary>
    public const int LongestStep = 1024;

    private readonly string[] _stops = [.. request.StopSequences ?? []];
    private readonly List<Candidate> _failed = [];
    private int _made;

    /// <summary>The calls that failed since the last look at them, in call order.</summary>
    public IReadOnlyList<Candidate> TakeFailed()
    {
        Candidate[] failed = [.. _failed];
        _failed.Clear();
        return failed;
    }

    /// <summary>Draws next steps: several forks of each beam that can go on. Those that failed are left out.</summary>
    public async Task<IReadOnlyList<Beam>> StepsAsync(IReadOnlyList<Beam> beams, CancellationToken cancellationToken)
    {
        Beam[] forks = [.. beams.Where(static beam => !beam.Ended).SelectMany(beam => Enumerable.Range(0, options.Rollouts).Select(_ => beam with { Sequence = beam.Sequence.Fork() }))];
        var drawn = await AdvanceAsync(Step, forks, LongestStep, [options.StepStop, .. _stops], cancellationToken);
        var stepped = new List<Beam>();
        for (var i = 0; i < forks.Length; i++)
        {
            if (drawn[i] is { Ok: true } step) stepped.Add(After(forks[i], step));
            else await forks[i].Sequence.DisposeAsync();
        }

        return stepped;
    }

    /// <summary>Looks ahead of each beam's last step. A beam whose look ahead failed is left out.</summary>
    public async Task<IReadOnlyList<Future>> ForesightAsync(IReadOnlyList<Beam> beams, CancellationToken cancellationToken)
    {
        Beam[] forks = [.. beams.Select(static beam => beam.Ended ? beam : beam with { Sequence = beam.Sequence.Fork() })];
        var seen = await AdvanceAsync(Foresight, forks, options.ForesightTokens, _stops, cancellationToken);
        var futures = new List<Future>();
        for (var i = 0; i < forks.Length; i++)
        {
            if (!beams[i].Ended) await forks[i].Sequence.DisposeAsync();
            if (beams[i].Ended) futures.Add(Ended(beams[i]));
            else if (seen[i].Ok) futures.Add(Seen(beams[i], seen[i]));
        }

        return futures;
    }

    /// <summary>Writes each beam to its end. One whose call failed is left out.</summary>
    public async Task<IReadOnlyList<Future>> CompleteAsync(IReadOnlyList<Beam> beams, CancellationToken cancellationToken)
    {
        var completed = await AdvanceAsync(Answer, beams, int.MaxValue, _stops, cancellationToken);
        var futures = new List<Future>();
        for (var i = 0; i < beams.Count; i++)
        {
            if (beams[i].Ended) futures.Add(Ended(beams[i]));
            else if (completed[i].Ok) futures.Add(Seen(beams[i], completed[i]));
        }

        return futures;
    }

    /// <summary>All at once. An ended beam has no call; the place of its candidate is empty.</summary>
    private async Task<Candidate[]> AdvanceAsync(string role, IReadOnlyList<Beam> beams, int most, IReadOnlyList<string> stops, CancellationToken cancellationToken)
    {
        var planned = beams.Count(static beam => !beam.Ended);
        var calls = new Task<Candidate>[beams.Count];
        for (var i = 0; i < beams.Count; i++)
        {
            calls[i] = beams[i].Ended ? Task.FromResult<Candidate>(null!) : beams[i].Sequence.AdvanceAsync(
                new StepCall(role, _made++) { MaxTokens = Within(most, beams[i]), StopAt = stops, Planned = planned-- }, cancellationToken);
        }

        var candidates = await Task.WhenAll(calls);
        _failed.AddRange(candidates.Where(static candidate => candidate is { Ok: false }));
        return candidates;
    }

    /// <summary>The limit of a call within the limit of the whole answer; null for none.</summary>
    private int? Within(int most, Beam beam)
    {
        if (request.MaxOutputTokens is { } limit) most = Math.Min(most, limit - beam.Tokens);
        return most == int.MaxValue ? null : most;
    }

    private Beam After(Beam beam, Candidate step)
    {
        var used = beam.Tokens + step.Logprobs!.Count;
        var before = beam.Text;
        var cut = StopTexts.Find(before + step.Text, before.Length, _stops);
        IReadOnlyList<string> steps = [.. beam.Steps, step.Text];
        return beam with
        {
            Steps = cut is { } end ? StopTexts.Within(steps, end) : steps,
            SampleIndex = step.Call.SampleIndex,
            Tokens = used,
            Likelihood = MeanLogprob.Of(step) ?? beam.Value,
            Finish = cut is not null ? ChatFinishReason.Stop : step.Response!.FinishReason ?? (used >= request.MaxOutputTokens ? ChatFinishReason.Length : null),
            Ahead = null,
        };
    }

    /// <summary>What was seen ahead of a beam that could go on.</summary>
    private Future Seen(Beam beam, Candidate ahead)
    {
        var before = beam.Text;
        var text = before + ahead.Text;
        var cut = StopTexts.Find(text, before.Length, _stops);
        if (cut is { } end) text = text[..end];
        var whole = new WholeText(text, cut is not null ? ChatFinishReason.Stop : ahead.Response!.FinishReason ?? ChatFinishReason.Length);
        var value = MeanLogprob.Of(ahead) ?? beam.Likelihood;
        return new Future(beam with { Ahead = whole }, value, value - beam.Value, text.Length > before.Length ? text[before.Length..] : beam.LastStep);
    }

    /// <summary>An answer that has ended has no future: its last step stands for it.</summary>
    private static Future Ended(Beam beam) =>
        new(beam with { Ahead = new WholeText(beam.Text, beam.Finish!.Value) }, beam.Likelihood, beam.Likelihood - beam.Value, beam.LastStep);
}
