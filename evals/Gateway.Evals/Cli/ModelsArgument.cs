namespace Gateway.Evals.Cli;

/// <summary>What <c>--models</c> says.</summary>
internal static class ModelsArgument
{
    public const string Live = "live";
    private const string Recorded = "recorded:";

    /// <summary>The recorded folder; null for live models.</summary>
    /// <exception cref="Suites.SuiteProblemException">It is neither.</exception>
    public static string? FolderOf(string models)
    {
        if (models == Live) return null;
        return models.StartsWith(Recorded, StringComparison.Ordinal) && models.Length > Recorded.Length
            ? models[Recorded.Length..]
            : throw new Suites.SuiteProblemException($"--models {models} is not legal; give {Live}, or {Recorded}DIR");
    }
}
