using System.ComponentModel;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Gateway.Policies;

/// <summary>Options of the kind <c>cascade</c>.</summary>
[ExactlyOne("stages", "chain")]
public sealed record CascadeOptions : AnsweringOptions, ICheckedOptions
{
    [Description("Who is asked, the cheapest first. Every stage but the last says when its answer is accepted; the last is a model alone, and is streamed.")]
    public IReadOnlyList<CascadeStage>? Stages { get; init; }

    [Description("Instead of stages: models from which fit makes the chain, its thresholds and its learned signals.")]
    public ChainOptions? Chain { get; init; }

    [Description("What the thresholds that are not given are fitted for.")]
    public FitGoal? Fit { get; init; }

    [Description("Fitted thresholds, learned signals and chains, in a file beside this one.")]
    public ProfileReference? Profile { get; init; }

    /// <summary>What was fitted; null where there is no profile, or none that can be read.</summary>
    internal FittedCascade? Fitted => Profile?.Profile is { } profile ? FittedCascade.Read(profile.Fitted) : null;

    IEnumerable<(string Key, string Message)> ICheckedOptions.Check(ReadingPurpose purpose) => CascadeRules.Check(this, purpose);
}

/// <summary>
/// Asks cheap models first and the next only where the answer is not sure enough: a chain of deferrals, each by a score that the answer's
/// confidence, the samples' agreement, a judge or a learned model gives. Chen et al. 2023, <i>FrugalGPT</i> (arXiv 2305.05176); Jitkrittum et al.
/// 2023, <i>When Does Confidence-Based Cascade Deferral Suffice?</i> (arXiv 2307.02764); Gupta et al. 2024 (arXiv 2404.10136) on token
/// uncertainty; Yue et al. 2023, <i>Large Language Model Cascades with Mixture of Thoughts</i> (arXiv 2310.03094) on consistency.
/// </summary>
[Policy("cascade")]
[Description("Cheap models first; the next one only where their answer is not sure enough.")]
public sealed class CascadePolicy(CascadeOptions options) : IPlannedPolicy, IFittablePolicy
{
    private const string Role = "answer";

    private readonly IReadOnlyList<Stage> _stages = StageList.Of(options);

    public async IAsyncEnumerable<ChatResponseUpdate> AnswerAsync(PolicyRun run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ascent = new Ascent(run, _stages, options.Sampling, options.Answer);
        var chosen = await ascent.AcceptedAsync(cancellationToken);
        if (chosen is null)
        {
            var last = ascent.LastCall(Role);
            await using var updates = run.StreamAsync(last, cancellationToken).GetAsyncEnumerator(cancellationToken);
            var more = false;
            try
            {
                more = await updates.MoveNextAsync();
            }
            catch (NoCandidateException failed)
            {
                chosen = ascent.InsteadOf(failed);
            }

            // From the first update on there is no way back.
            for (; more; more = await updates.MoveNextAsync()) yield return updates.Current;
        }

        if (chosen is null) yield break;
        await foreach (var update in run.Deliver(chosen)) yield return update;
    }

    ProfileReference? IFittablePolicy.Profile => options.Profile;

    IFitter? IFittablePolicy.Fitter => options.Profile is null ? null : options.Chain is null ? new StageFitter(options) : new ChainFitter(options);

    PolicyPlan IPlannedPolicy.Plan() => CascadePlan.Of(options, _stages, Role);
}
