using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Gateway.Policies;

/// <summary>A stage of a cascade, as YAML has it.</summary>
[NestedOptions]
[ExactlyOne("model", "models")]
public sealed record CascadeStage
{
    [ModelName, Description("Who is asked.")]
    public string? Model { get; init; }

    [ModelName, Description("Who is asked, all at once; the answer that most of their samples reach is the stage's. Not in the last stage.")]
    public IReadOnlyList<string>? Models { get; init; }

    [Range(1, 1024), Description("Samples of each model; with several the answer that most of them reach is the stage's. In the last stage only 1.")]
    public int Samples { get; init; } = 1;

    [Description("When the stage's answer is the answer. Every stage has it but the last.")]
    public Acceptance? Accept { get; init; }

    internal IReadOnlyList<string> Members => Models ?? [Model!];

    internal int TotalSamples => Members.Count * Samples;
}
