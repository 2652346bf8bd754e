using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Gateway.Policies;

/// <summary><c>select: judge</c>: a model grades each distinct candidate by itself.</summary>
public sealed record JudgeSelection : ScoringSelection
{
    [ModelName, Description("Who judges. Default: the policy's first model.")]
    public string? Model { get; init; }

    [TemplateVariables("task", "conversation"), Description("The judge's system message.")]
    public PromptTemplate System { get; init; } = JudgePrompts.PointwiseSystem;

    [TemplateVariables("task", "conversation", "answer"), Description("The judge's user message. The judge has to end on a line SCORE: and a number from 1 to 9.")]
    public PromptTemplate User { get; init; } = JudgePrompts.PointwiseUser;

    [Range(1, 131_072), Description("The longest judgement, in tokens.")]
    public int MaxTokens { get; init; } = 256;

    internal override ICandidateScorer CreateScorer(SampledOptions options) => new JudgeScorer(new Judge(Model ?? options.Members[0].Model, System, User, MaxTokens));

    internal override IReadOnlyList<PlannedStage> Plan(string firstModel, int samples) =>
    [
        // Twice at most: an endpoint that refuses log probabilities is asked again without.
        new PlannedStage("judge", "one call for each distinct candidate, all at once; none where all candidates say the same",
            [new PlannedCalls(Model ?? firstModel, 0, samples > 1 ? samples : 0, samples > 1 ? 2 * samples : 0) { MaxOutputTokens = MaxTokens }]),
    ];
}
