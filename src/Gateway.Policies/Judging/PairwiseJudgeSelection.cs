using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Gateway.Policies;

/// <summary><c>select: judge-pairwise</c>: a knock-out in which a model compares two candidates at a time.</summary>
public sealed record PairwiseJudgeSelection : Selection
{
    [ModelName, Description("Who judges. Default: the policy's first model.")]
    public string? Model { get; init; }

    [TemplateVariables("task", "conversation"), Description("The judge's system message.")]
    public PromptTemplate System { get; init; } = JudgePrompts.PairwiseSystem;

    [TemplateVariables("task", "conversation", "answer_a", "answer_b"), Description("The judge's user message. The judge has to end on a line WINNER: and A, B or TIE.")]
    public PromptTemplate User { get; init; } = JudgePrompts.PairwiseUser;

    [Range(1, 131_072), Description("The longest judgement, in tokens.")]
    public int MaxTokens { get; init; } = 256;

    internal override ISelector CreateSelector(SampledOptions options) => new KnockoutSelector(new Judge(Model ?? options.Members[0].Model, System, User, MaxTokens));

    internal override IReadOnlyList<PlannedStage> Plan(string firstModel, int samples) =>
    [
        new PlannedStage("judge", "one pair after another, each asked both ways round at once; equal candidates are not compared",
            [new PlannedCalls(Model ?? firstModel, 0, 2 * (samples - 1), 2 * (samples - 1)) { MaxOutputTokens = MaxTokens }]),
    ];
}
