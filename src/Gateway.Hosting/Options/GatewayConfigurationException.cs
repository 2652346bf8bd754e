namespace Gateway.Hosting;

/// <summary>The configuration cannot be used.</summary>
/// <param name="errors">Every mistake, each with its path and what would be legal.</param>
public sealed class GatewayConfigurationException(IReadOnlyList<string> errors)
    : Exception($"The configuration has {errors.Count} error{(errors.Count == 1 ? "" : "s")}:{string.Concat(errors.Select(static error => $"\n  {error}"))}")
{
    public IReadOnlyList<string> Errors { get; } = errors;
}
