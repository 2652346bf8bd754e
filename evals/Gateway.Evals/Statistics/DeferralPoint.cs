namespace Gateway.Evals.Statistics;

/// <summary>A point of a <see cref="DeferralCurve"/>.</summary>
/// <param name="Rate">Share of items answered by the large model.</param>
/// <param name="Accuracy">Share of all items answered right.</param>
internal readonly record struct DeferralPoint(double Rate, double Accuracy);
