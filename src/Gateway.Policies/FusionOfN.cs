using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Gateway.Policies;

/// <summary>Options of the kind <c>fusion-of-n</c>.</summary>
public sealed record FusionOfNOptions : SampledOptions
{
    [ModelName, Description("Who writes the answer out of the drafts. Default: the policy's first model.")]
    public string? Fuser { get; init; }

    [Description("always: whenever drafts differ. disagree: only where their answers do.")]
    public FusionWhen When { get; init; }

    [Range(1, 1024), Description("Drafts that are enough to begin. Default: all.")]
    public int? Quorum { get; init; }

    [Range(0, 3_600_000), Description("How long, in milliseconds, the other samples are waited for once the quorum is there.")]
    public int GraceMs { get; init; }

    [TemplateVariables("task", "conversation", "drafts"), Description("The fuser's system message.")]
    public PromptTemplate System { get; init; } = FusionPrompts.System;

    [TemplateVariables("task", "conversation", "drafts"), Description("The fuser's user message.")]
    public PromptTemplate User { get; init; } = FusionPrompts.User;

    /// <summary>The fuser's name.</summary>
    internal string FuserName => Fuser ?? Members[0].Model;

    internal override IEnumerable<(string Key, string Message)> Check(ReadingPurpose purpose)
    {
        if (Quorum > TotalSamples) yield return ("quorum", $"{Quorum} is more than the {TotalSamples} samples that are drawn; give 1 to {TotalSamples}");
        if (System.Uses("drafts") + User.Uses("drafts") == 0) yield return ("user", "neither system nor user has {{$drafts}}, without which the fuser sees no draft");
        foreach (var problem in base.Check(purpose)) yield return problem;
    }
}

/// <summary>
/// Fusion-of-N (FusioN, Khairi et al. 2025, <i>Making, not Taking, the Best of N</i>, arXiv 2510.00931): instead of taking the best of several
/// drafts, a model that sees them all makes a better one.
/// </summary>
[Policy(Kind)]
[Description("Several drafts of one or more models; another call writes the answer out of them.")]
public sealed class FusionOfNPolicy(FusionOfNOptions options) : IPlannedPolicy
{
    internal const string Kind = "fusion-of-n";

    private readonly Fuser _fuser = new(options.FuserName, options.System, options.User, options.Sampling.MaxTokens);

    public async IAsyncEnumerable<ChatResponseUpdate> AnswerAsync(PolicyRun run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var round = await DraftRound.GatherAsync(
            run, options.Calls(run.Prompt), options.Quorum ?? options.TotalSamples, TimeSpan.FromMilliseconds(options.GraceMs), cancellationToken);
        var distinct = DistinctAnswers.FirstOfEach(round.Drafts);
        var vote = new DraftVote(round.Drafts, options.Answer);
        if (WithoutFuser(run, round, distinct.Count, vote) is { } enough)
        {
            await foreach (var update in run.Deliver(enough)) yield return update;
            yield break;
        }

        var failure = "has no room for drafts";
        if (await _fuser.CallAsync(run, distinct, round.Counts, cancellationToken) is { } call)
        {
            await using var fused = await FusedAnswer.BeginAsync(run, call, cancellationToken);
            if (fused.Failure is null)
            {
                await foreach (var update in fused.ReadAsync()) yield return update;
                yield break;
            }

            failure = fused.Failure;
        }

        run.Note(new Decided("fallback", $"{options.FuserName} {failure}; {vote.Describe()}, and the first draft that gives it is the answer"));
        await foreach (var update in run.Deliver(vote.Winner)) yield return update;
    }

    PolicyPlan IPlannedPolicy.Plan()
    {
        var fusions = options.TotalSamples > 1 ? 1 : 0;
        var how = options.Quorum is null ? "all at once, and all of them are waited for" : "all at once; what is left is cancelled when the quorum is there and the grace is over";
        var when = options.When == FusionWhen.Always ? "the answer, as it comes; not asked where all drafts say the same" : "the answer, as it comes; not asked where all drafts have one answer";
        return new PolicyPlan(
        [
            new PlannedStage("sample", how, [.. options.PlannedSamples()]),
            new PlannedStage("fuse", when, [new PlannedCalls(options.FuserName, 0, fusions, fusions) { MaxOutputTokens = options.Sampling.MaxTokens }]),
        ]);
    }

    /// <summary>The draft that is the answer as it is; null where the drafts have to be fused.</summary>
    private Candidate? WithoutFuser(PolicyRun run, DraftRound round, int distinct, DraftVote vote)
    {
        if (options.When == FusionWhen.Disagree) run.Note(vote.ToEvent());
        var (chosen, why) =
            distinct == 1 ? (round.Drafts[0], round.Drafts.Count == 1 ? "one draft is left" : "all drafts say the same")
            : vote.MostFrequentCall is { } called ? (called, "most drafts call tools, and the most frequent call is the answer")
            : options.When == FusionWhen.Disagree && vote.Agrees ? (vote.Winner, "all drafts that have an answer have the same")
            : default;
        if (chosen is not null) run.Note(new Decided("winner", $"{why}; no fuser was asked; {round.Counts}"));
        return chosen;
    }
}
