namespace Gateway.Evals.Suites;

/// <summary>A suite, its items or a recorded folder cannot be used. The message says what is wrong, where, and what would be legal.</summary>
internal sealed class SuiteProblemException(string message) : Exception(message);
