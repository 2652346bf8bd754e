namespace Gateway;

/// <summary>A policy as it was loaded.</summary>
/// <param name="Kind">The kind's name in YAML.</param>
/// <param name="Options">Its options.</param>
/// <param name="Policy">The algorithm over them.</param>
/// <param name="Hash">SHA-256 of the file, first 16 hex digits; empty where there is no file.</param>
public sealed record PolicyDefinition(string Kind, PolicyOptions Options, IPolicy Policy, string Hash)
{
    /// <summary>The policy can answer a request for several choices (<c>n</c> above 1).</summary>
    public bool ManyAnswers { get; init; }
}
