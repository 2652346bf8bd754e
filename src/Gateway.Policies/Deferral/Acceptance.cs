using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace Gateway.Policies;

/// <summary>When a stage's answer is accepted.</summary>
[NestedOptions]
public sealed record Acceptance : ICheckedOptions
{
    private const int MaxTokensUnlessTold = 256;

    [Description("What is compared with the threshold; larger is surer.")]
    public required SignalKind Signal { get; init; }

    [Range(double.NegativeInfinity, double.PositiveInfinity), Description("The least signal that is accepted. Without it the profile holds what was fitted.")]
    public double? Threshold { get; init; }

    [Range(0.0, 1.0), Description("With quantile-logprob: which quantile; 0 is the least sure token, 1 the surest.")]
    public double? Q { get; init; }

    [ModelName, Description("With judge: who grades the answer from 1 to 9.")]
    public string? Model { get; init; }

    [TemplateVariables("task", "conversation", "answer"), Description("With judge or verbalised: the system message.")]
    public PromptTemplate? System { get; init; }

    [TemplateVariables("task", "conversation", "answer"), Description("With judge or verbalised: the user message. A judge has to end on a line SCORE: and a number from 1 to 9, a model that verbalises on CONFIDENCE: and a number from 0 to 100.")]
    public PromptTemplate? User { get; init; }

    [Range(1, 131_072), Description("With judge or verbalised: the longest reply, in tokens. Default: 256.")]
    public int? MaxTokens { get; init; }

    [Description("With learned: what is predicted, correct (default) or difference.")]
    public LearnedTarget? Learn { get; init; }

    internal bool NeedsVotes => Signal is SignalKind.VoteShare or SignalKind.VoteEntropy;

    internal bool NeedsProfile => Threshold is null || Signal == SignalKind.Learned;

    private bool Asks => Signal is SignalKind.Judge or SignalKind.Verbalised;

    /// <summary>The signal itself.</summary>
    /// <param name="learned">What was learned for this stage; null where nothing was.</param>
    internal Signal CreateSignal(LogisticModel? learned) => Signal switch
    {
        SignalKind.MeanLogprob => new LogprobSignal("mean-logprob", TokenLogprobs.Mean),
        SignalKind.SumLogprob => new LogprobSignal("sum-logprob", TokenLogprobs.Sum),
        SignalKind.MinLogprob => new LogprobSignal("min-logprob", static tokens => TokenLogprobs.Quantile(tokens, 0)),
        SignalKind.QuantileLogprob => new LogprobSignal("quantile-logprob", tokens => TokenLogprobs.Quantile(tokens, Q!.Value)),
        SignalKind.VoteShare => new VoteShareSignal(),
        SignalKind.VoteEntropy => new VoteEntropySignal(),
        SignalKind.Verbalised => new VerbalisedSignal(System ?? ConfidencePrompts.System, User ?? ConfidencePrompts.User, MaxTokens ?? MaxTokensUnlessTold),
        SignalKind.Judge => new JudgeSignal(new Judge(Model!, System ?? JudgePrompts.PointwiseSystem, User ?? JudgePrompts.PointwiseUser, MaxTokens ?? MaxTokensUnlessTold)),
        _ => new LearnedSignal(learned),
    };

    /// <summary>The calls that the signal itself makes; null for none.</summary>
    /// <param name="members">The stage's models.</param>
    /// <param name="reached">The share of requests that come to the stage.</param>
    internal PlannedStage? Plan(IReadOnlyList<string> members, double reached) => Signal switch
    {
        // Twice at most: an endpoint that refuses log probabilities is asked again without.
        SignalKind.Judge => new PlannedStage("judge", "grades the stage's answer", [new PlannedCalls(Model!, 0, reached, 2) { MaxOutputTokens = MaxTokens ?? MaxTokensUnlessTold }]),
        SignalKind.Verbalised => new PlannedStage("confidence", "the answer's own model says how sure it is",
            [.. members.Select(member => new PlannedCalls(member, 0, reached / members.Count, 1) { MaxOutputTokens = MaxTokens ?? MaxTokensUnlessTold })]),
        _ => null,
    };

    IEnumerable<(string Key, string Message)> ICheckedOptions.Check(ReadingPurpose purpose)
    {
        var word = JsonNamingPolicy.KebabCaseLower.ConvertName(Signal.ToString());
        if (Signal == SignalKind.QuantileLogprob && Q is null) yield return ("q", "quantile-logprob needs q; give a number from 0 to 1");
        if (Signal != SignalKind.QuantileLogprob && Q is not null) yield return ("q", $"{word} has no q; leave it out, or give signal: quantile-logprob");
        if (Signal == SignalKind.Judge && Model is null) yield return ("model", "judge needs model; give the name of the model or policy that grades");
        if (Signal != SignalKind.Judge && Model is not null) yield return ("model", $"{word} asks no other model; leave it out, or give signal: judge");
        if (!Asks && System is not null) yield return ("system", $"{word} asks nobody; leave it out, or give signal: judge or verbalised");
        if (!Asks && User is not null) yield return ("user", $"{word} asks nobody; leave it out, or give signal: judge or verbalised");
        if (!Asks && MaxTokens is not null) yield return ("max_tokens", $"{word} asks nobody; leave it out, or give signal: judge or verbalised");
        if (Signal != SignalKind.Learned && Learn is not null) yield return ("learn", $"{word} learns nothing; leave it out, or give signal: learned");
    }
}
