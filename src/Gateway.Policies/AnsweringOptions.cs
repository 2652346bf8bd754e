using System.ComponentModel;

namespace Gateway.Policies;

/// <summary>What every kind can be told in YAML beside the engine's own options.</summary>
public abstract record AnsweringOptions : PolicyOptions
{
    [Description("What of a text is the answer that votes and that evaluations grade.")]
    public IAnswerExtractor Answer { get; init; } = WholeAnswer.Instance;
}
