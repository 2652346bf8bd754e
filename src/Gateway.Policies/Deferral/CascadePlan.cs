using System.Globalization;

namespace Gateway.Policies;

/// <summary>What a cascade calls, and how often: by the rates that were seen when it was fitted, else by a half of each stage's requests.</summary>
internal static class CascadePlan
{
    private const double RateUnlessSeen = 0.5;

    public static PolicyPlan Of(CascadeOptions options, IReadOnlyList<Stage> stages, string role)
    {
        var planned = new List<PlannedStage>();
        var reached = 1.0;
        for (var i = 0; i < stages.Count; i++)
        {
            var (stage, isLast) = (stages[i], i == stages.Count - 1);
            planned.Add(new PlannedStage(isLast ? role : "sample", How(stage, i, isLast),
                [.. stage.Members.Select(member => new PlannedCalls(member.Model, i == 0 ? stage.Samples : 0, reached * stage.Samples, stage.Samples) { MaxOutputTokens = options.Sampling.MaxTokens })]));
            if (isLast) break;
            if (options.Stages?[i].Accept?.Plan(options.Stages[i].Members, reached) is { } signal) planned.Add(signal);
            reached *= stage.Deferred ?? RateUnlessSeen;
        }

        // What is not asked now has to be there when the policy is fitted again.
        var named = options.Chain?.Models ?? [.. options.Stages!.SelectMany(static stage => (string[])[.. stage.Members, .. stage.Accept?.Model is { } judge ? [judge] : (string[])[]])];
        var asked = planned.SelectMany(static stage => stage.Calls).Select(static calls => calls.Model);
        string[] others = [.. named.Except(asked, StringComparer.OrdinalIgnoreCase)];
        if (others.Length > 0) planned.Add(new PlannedStage("fit", "asked only while the policy is fitted", [.. others.Select(static model => new PlannedCalls(model, 0, 0, 0))]));
        return new PolicyPlan(planned);
    }

    private static string How(Stage stage, int place, bool isLast)
    {
        if (isLast) return place == 0 ? "the answer, as it comes" : "the answer, as it comes, where no stage before was sure enough";
        var accepted = double.IsFinite(stage.Threshold)
            ? $"accepted from {stage.Signal!.Name} {stage.Threshold.ToString("0.####", CultureInfo.InvariantCulture)}"
            : "never accepted, but compared with later answers";
        var rate = stage.Deferred is { } seen ? $"hands on {seen.ToString("0.#%", CultureInfo.InvariantCulture)}, as on the items it was fitted on" : "expected: half is handed on";
        return $"{accepted}; {rate}";
    }
}
