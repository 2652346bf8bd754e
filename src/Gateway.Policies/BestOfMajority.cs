using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Gateway.Policies;

/// <summary>Options of the kind <c>best-of-majority</c>.</summary>
public sealed record BestOfMajorityOptions : SampledOptions
{
    [Description("How the answers that stay are ranked.")]
    public required ScoringSelection Select { get; init; }

    [Range(0.0, 1.0), Description("The least share of the votes that an answer needs to stay. 0 keeps all. Default: two votes, and a tenth of them.")]
    public double? Alpha { get; init; }
}

/// <summary>
/// Best-of-Majority (Di et al. 2025, arXiv 2510.03199): answers that few samples reach are dropped before anything is scored, so that a
/// scorer that is wrong about rare answers cannot be found by drawing more of them; of those that stay the best scored wins.
/// </summary>
[Policy(Kind, ManyAnswers = true)]
[Description("Several samples; of the answers that enough of them reach, the one that scores best.")]
public sealed class BestOfMajorityPolicy(BestOfMajorityOptions options) : IPlannedPolicy
{
    internal const string Kind = "best-of-majority";

    private readonly AnswerThreshold _threshold = new(options.Alpha);
    private readonly AnswerRanking _ranking = new(options.Select.CreateScorer(options));

    public async IAsyncEnumerable<ChatResponseUpdate> AnswerAsync(PolicyRun run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var best = await BestAsync(run, cancellationToken);
        await foreach (var update in run.DeliverChoices([.. best.Take(run.Prompt.Options.ChoiceCount())])) yield return update;
    }

    PolicyPlan IPlannedPolicy.Plan()
    {
        PlannedCalls[] samples = [.. options.PlannedSamples().Select(calls => calls with { Needs = options.Select.Needs })];
        return new PolicyPlan(
        [
            new PlannedStage("sample", "all at once; what is left is cancelled when only one answer can get enough votes", samples),
            .. options.Select.Plan(samples[0].Model, options.TotalSamples),
        ])
        {
            AsksSuiteGrader = options.Select.AsksSuiteGrader,
        };
    }

    /// <summary>One candidate for each answer that stays, best first; never empty.</summary>
    private async Task<IReadOnlyList<Candidate>> BestAsync(PolicyRun run, CancellationToken cancellationToken)
    {
        var calls = options.Calls(run.Prompt, options.Select.Ask);
        var poll = new Poll(calls, options.Answer);
        await foreach (var candidate in run.CallManyAsync(calls, cancellationToken))
        {
            poll.Add(candidate);
            if (_threshold.LeavesOnlyTheLeader(poll.Tally)) break;
        }

        var finished = poll.Close(run, out var counts);
        if (poll.Tally.Leader is not { } leader)
        {
            run.Note(new Decided("fallback", $"no sample holds an answer, the first is delivered; {counts}"));
            return [finished[0].Candidate];
        }

        var kept = _threshold.Kept(finished, poll.Tally);
        if (kept.Count > 1) return await _ranking.RankAsync(run, kept, counts, cancellationToken);

        run.Note(new Decided("winner", $"only the most frequent answer is left, with {poll.Tally.VotesFor(leader)} of {poll.Tally.Votes} votes, and nothing was scored; {counts}"));
        return [kept[0].Samples[0]];
    }
}
