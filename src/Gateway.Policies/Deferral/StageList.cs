namespace Gateway.Policies;

/// <summary>A cascade's stages, of its YAML and of what was fitted.</summary>
internal static class StageList
{
    /// <summary>The stages in force. A chain that was not fitted yet is its last model alone.</summary>
    public static IReadOnlyList<Stage> Of(CascadeOptions options) => Of(options, options.Fitted);

    /// <param name="options">The policy's.</param>
    /// <param name="fitted">What was fitted; null for nothing: thresholds that are not given then accept nothing.</param>
    public static IReadOnlyList<Stage> Of(CascadeOptions options, FittedCascade? fitted) => options.Stages is { } stages
        ? Given(stages, fitted)
        : OfChain(fitted ?? FittedCascade.Alone([options.Chain!.Models[^1]]));

    /// <summary>What was fitted is of these stages, or of the last of them alone.</summary>
    public static bool Fits(FittedCascade fitted, IReadOnlyList<CascadeStage> stages) =>
        (fitted.Stages.Count == stages.Count || fitted.Stages.Count == 1)
        && fitted.Stages.Zip(stages.Skip(stages.Count - fitted.Stages.Count)).All(static pair =>
            pair.First.Models.SequenceEqual(pair.Second.Members, StringComparer.OrdinalIgnoreCase)
            && (pair.Second.Accept?.Signal == SignalKind.Learned) == (pair.First.Learned is not null));

    private static IReadOnlyList<Stage> Given(IReadOnlyList<CascadeStage> stages, FittedCascade? fitted)
    {
        var drawn = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var names = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var all = new List<Stage>();
        var skipped = fitted is null ? 0 : stages.Count - fitted.Stages.Count;
        for (var i = 0; i < stages.Count; i++)
        {
            var given = stages[i];
            var of = fitted is not null && i >= skipped ? fitted.Stages[i - skipped] : null;
            all.Add(new Stage(NameOf(given.Members), [.. given.Members.Select(model => (model, drawn.GetValueOrDefault(model)))], given.Samples)
            {
                Signal = given.Accept?.CreateSignal(of?.Learned),
                Threshold = given.Accept?.Threshold ?? of?.Threshold ?? double.PositiveInfinity,
                Deferred = of?.Deferred,
            });
            foreach (var model in given.Members) drawn[model] = drawn.GetValueOrDefault(model) + given.Samples;
        }

        // Where nothing was found that pays, only the last stage is asked.
        return all[skipped..];

        string NameOf(IReadOnlyList<string> models)
        {
            var name = string.Join('+', models);
            var times = names[name] = names.GetValueOrDefault(name) + 1;
            return times == 1 ? name : $"{name}#{times}";
        }
    }

    private static IReadOnlyList<Stage> OfChain(FittedCascade chain) =>
    [
        .. chain.Stages.Select((stage, place) => new Stage(stage.Models[0], [(stage.Models[0], 0)], 1)
        {
            Signal = place < chain.Stages.Count - 1 ? new LearnedSignal(stage.Learned) : null,
            Threshold = stage.Threshold,
            Deferred = stage.Deferred,
        }),
    ];
}
