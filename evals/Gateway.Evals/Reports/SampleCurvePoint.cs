namespace Gateway.Evals.Reports;

/// <summary>What k samples give.</summary>
/// <param name="Samples">k.</param>
/// <param name="AnyRight">The chance that one of them is right: pass@k, what a perfect verifier would reach.</param>
/// <param name="Vote">The expected accuracy of their vote; null where there are too many samples for it.</param>
internal sealed record SampleCurvePoint(int Samples, double AnyRight, double? Vote);
