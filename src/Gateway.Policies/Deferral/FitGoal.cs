using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Gateway.Policies;

/// <summary>What thresholds are fitted for.</summary>
[NestedOptions]
[ExactlyOne("deferral_rate", "cost_share", "cost_usd", "accuracy_loss")]
public sealed record FitGoal : ICheckedOptions
{
    private const double ConfidenceUnlessTold = 0.95;

    [Range(0.0, 1.0), Description("Each fitted stage hands on this share of what reaches it.")]
    public double? DeferralRate { get; init; }

    [Range(0.0, 10.0, MinimumIsExclusive = true), Description("As accurate as can be at this cost, as a share of always asking the last stage (in a chain: the last of its models).")]
    public double? CostShare { get; init; }

    [Range(0.0, 1000.0, MinimumIsExclusive = true), Description("As accurate as can be at this cost, in US dollars a request on average.")]
    public double? CostUsd { get; init; }

    [Range(0.0, 1.0), Description("As cheap as can be while the accuracy lost against always asking the last stage is at most this, with the given confidence.")]
    public double? AccuracyLoss { get; init; }

    [Range(0.5, 0.9999), Description("With accuracy_loss: how surely it is kept. Default: 0.95.")]
    public double? Confidence { get; init; }

    internal double ConfidenceInForce => Confidence ?? ConfidenceUnlessTold;

    IEnumerable<(string Key, string Message)> ICheckedOptions.Check(ReadingPurpose purpose)
    {
        if (Confidence is not null && AccuracyLoss is null) yield return ("confidence", "only accuracy_loss is kept with a confidence; leave it out, or give accuracy_loss");
    }
}
