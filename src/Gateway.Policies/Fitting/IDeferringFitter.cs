using System.Text.Json.Nodes;

namespace Gateway.Policies;

/// <summary>A kind that learns when a cheap answer is sure enough not to ask on.</summary>
internal interface IDeferringFitter : IFitter
{
    /// <summary>How sure the first stage is of an item, had the policy learned this; null where it has one stage.</summary>
    FirstStageConfidence? ConfidenceIn(JsonObject fitted, FittingItem item);
}

/// <summary>How sure a first stage is, and what asking on would change.</summary>
/// <param name="Confidence">Larger is surer; NaN where it cannot be told.</param>
/// <param name="IsRight">Its answer is right.</param>
/// <param name="LastIsRight">The last stage's is.</param>
internal readonly record struct FirstStageConfidence(double Confidence, bool IsRight, bool LastIsRight);
