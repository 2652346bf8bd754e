namespace Gateway.Evals.Reports;

/// <summary>There is no report. The message says why, and what would be legal.</summary>
internal sealed class ReportException(string message) : Exception(message);
