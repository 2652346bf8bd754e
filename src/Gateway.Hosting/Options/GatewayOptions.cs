namespace Gateway.Hosting;

/// <summary>Section <c>Gateway</c> of the configuration.</summary>
public sealed record GatewayOptions
{
    /// <summary>The models, by name.</summary>
    public required IReadOnlyList<ModelSettings> Models { get; init; }

    /// <summary>The folder of the policies, absolute.</summary>
    public required string PolicyFolder { get; init; }

    /// <summary>How many finished runs are kept for <c>GET /v1/runs/{id}</c>.</summary>
    public int KeepRecords { get; init; } = 1000;

    /// <summary>Records hold the candidates' texts.</summary>
    public bool KeepTexts { get; init; } = true;

    /// <summary>An address that is not loopback is allowed although there are no keys.</summary>
    public bool AllowAnonymous { get; init; }

    /// <summary>The largest request body, in bytes.</summary>
    public long MaxBodyBytes { get; init; } = 10 * 1024 * 1024;

    /// <summary>How long running requests may take to finish once the process was told to stop.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What the log should say about the configuration, although it is legal.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];
}
