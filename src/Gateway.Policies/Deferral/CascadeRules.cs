namespace Gateway.Policies;

/// <summary>What no single key of a cascade can tell.</summary>
internal static class CascadeRules
{
    private const int MostSamples = 1024;

    public static IEnumerable<(string Key, string Message)> Check(CascadeOptions options, ReadingPurpose purpose) =>
        [.. options.Stages is { } stages ? OfStages(stages, options) : OfChain(options), .. OfProfile(options, purpose)];

    private static IEnumerable<(string Key, string Message)> OfStages(IReadOnlyList<CascadeStage> stages, CascadeOptions options)
    {
        if (stages.Count == 1) yield return ("stages", "one stage has nobody to hand on to; give at least two, or kind: direct");
        for (var i = 0; i < stages.Count; i++)
        {
            var (stage, key, isLast) = (stages[i], $"stages[{i}]", i == stages.Count - 1);
            if (isLast && stage.Accept is not null) yield return ($"{key}.accept", "the last stage has nobody to hand on to, so nothing is accepted or not; leave it out, or add a stage");
            if (isLast && stage.Models is not null) yield return ($"{key}.models", "the last stage is one model, whose answer is passed on as it comes; give model, or the name of a policy that asks several");
            if (isLast && stage.Samples > 1) yield return ($"{key}.samples", "the last stage is one sample, which is passed on as it comes; leave it out, or name a policy that draws several");
            if (isLast) continue;
            if (stage.Accept is not { } accept)
            {
                yield return (key, "'accept' is missing, so that the next stage would never be asked; give accept: {signal, threshold}");
                continue;
            }

            if (accept.NeedsVotes && stage.TotalSamples < 2) yield return ($"{key}.accept.signal", "one sample has nothing to agree with; give samples of at least 2, several models, or a signal that is no vote");
            if (accept.NeedsProfile && options.Profile is null)
            {
                yield return accept.Signal == SignalKind.Learned
                    ? ($"{key}.accept.signal", $"learned needs what was learned; give profile: {options.Name}{FittedProfile.Extension}, and run the evaluation's fit")
                    : ($"{key}.accept", $"'threshold' is missing; give a number, or profile: {options.Name}{FittedProfile.Extension} to take what was fitted");
            }
        }

        var total = stages.Sum(static stage => (long)stage.TotalSamples);
        if (total > MostSamples) yield return ("stages", $"{total} samples in all are not legal; give at most {MostSamples}");

        var accepts = stages.Select(static stage => stage.Accept).OfType<Acceptance>().ToArray();
        var fitted = accepts.Any(static accept => accept.Threshold is null);
        if (options.Profile is not null && !accepts.Any(static accept => accept.NeedsProfile)) yield return ("profile", "every threshold is given and no signal is learned, so there is nothing to fit; leave a threshold or profile out");
        if (options.Profile is not null && fitted && options.Fit is null) yield return ("profile", "'fit' is missing: say what the thresholds are fitted for; give fit with one of deferral_rate, cost_share, cost_usd, accuracy_loss");
        if (options.Fit is not null && !fitted) yield return ("fit", "every threshold is given, so there is nothing to fit for; leave fit or a threshold out");
    }

    private static IEnumerable<(string Key, string Message)> OfChain(CascadeOptions options)
    {
        if (options.Profile is null) yield return ("chain", $"the chain is fitted; give profile: {options.Name}{FittedProfile.Extension}, and run the evaluation's fit");
        if (options.Fit is null) yield return ("chain", "'fit' is missing: say at which cost the chain has to be as accurate as can be; give fit with cost_share or cost_usd");
        if (options.Fit is { CostShare: null, CostUsd: null }) yield return ("fit", "a chain is searched within a cost; give cost_share or cost_usd");
    }

    private static IEnumerable<(string Key, string Message)> OfProfile(CascadeOptions options, ReadingPurpose purpose)
    {
        // What is about to be fitted anew may be of another form now.
        if (purpose == ReadingPurpose.Fitting || options.Profile?.Profile is not { } profile) yield break;
        if (options.Fitted is not { } fitted)
        {
            yield return ("profile", $"{profile.File} holds no cascade; fit the policy again");
            yield break;
        }

        if (options.Chain is { } chain && fitted.Stages.SelectMany(static stage => stage.Models).FirstOrDefault(model => !chain.Models.Contains(model, StringComparer.OrdinalIgnoreCase)) is { } stranger)
            yield return ("profile", $"{profile.File} asks {stranger}, which chain.models does not name: the policy has changed since; fit it again");

        if (options.Stages is { } stages && !StageList.Fits(fitted, stages))
            yield return ("profile", $"{profile.File} was fitted for other stages: the policy has changed since; fit it again");
    }
}
