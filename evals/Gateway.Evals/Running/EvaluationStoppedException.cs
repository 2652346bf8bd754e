namespace Gateway.Evals.Running;

/// <summary>An evaluation was given up. The message says why.</summary>
internal sealed class EvaluationStoppedException(string message) : Exception(message);
