using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Gateway.Policies;

/// <summary>Models of which fit makes a chain, as FrugalGPT does (arXiv 2305.05176, section 3).</summary>
[NestedOptions]
public sealed record ChainOptions
{
    [ModelName, Description("The models that compete for a place. The last is the reference: what cost_share is a share of.")]
    public required IReadOnlyList<string> Models { get; init; }

    [Range(1, 5), Description("The longest chain. Every order of every choice of that many models is tried.")]
    public int Depth { get; init; } = 3;
}
