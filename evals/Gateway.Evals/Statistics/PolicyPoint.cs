namespace Gateway.Evals.Statistics;

/// <summary>Where a policy stands on a suite.</summary>
/// <param name="Policy">Its name.</param>
/// <param name="Cost">Mean per item, in any unit that all points share.</param>
/// <param name="Accuracy">Share of items answered right.</param>
internal sealed record PolicyPoint(string Policy, double Cost, double Accuracy);
