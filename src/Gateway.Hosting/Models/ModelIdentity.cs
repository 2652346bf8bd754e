using System.Security.Cryptography;

namespace Gateway.Hosting;

/// <summary>Which model a name stands for, for what is kept of its answers.</summary>
public static class ModelIdentity
{
    /// <summary>The hash of a local model's file, which is read for it; the endpoint of a remote one and the name that it knows.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async Task<string> OfAsync(ModelSettings settings, CancellationToken cancellationToken)
    {
        if (settings is RemoteModelSettings remote) return $"{remote.Endpoints[0]} {remote.UpstreamModel}";
        await using var file = File.OpenRead(((LocalModelSettings)settings).Engine.Path);
        return $"sha256:{Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken))}";
    }
}
