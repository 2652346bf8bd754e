namespace Gateway.Evals.Running;

/// <summary>The folder of results cannot be used. The message says why, and what would be legal.</summary>
internal sealed class RunFolderException(string message) : Exception(message);
