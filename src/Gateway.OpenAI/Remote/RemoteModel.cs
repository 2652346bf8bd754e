namespace Gateway.OpenAI;

/// <summary>A model behind an OpenAI-compatible endpoint.</summary>
/// <param name="Name">What the gateway calls it.</param>
/// <param name="Endpoint">The endpoint's base, such as <c>https://api.openai.com/v1</c>.</param>
/// <param name="UpstreamModel">What the endpoint calls it.</param>
/// <param name="ApiKey">Sent as a bearer token; null sends none.</param>
/// <param name="Timeout">The longest that a call may take, from the request to the answer's last byte.</param>
public sealed record RemoteModel(string Name, Uri Endpoint, string UpstreamModel, string? ApiKey, TimeSpan Timeout)
{
    /// <summary>The longest wait for the answer's first body byte, in a stream for its first event; null leaves it to <see cref="Timeout"/>.</summary>
    public TimeSpan? FirstByteTimeout { get; init; }

    /// <summary>Names no key: records print all their members, and this one ends up in logs.</summary>
    public override string ToString() => $"{Name} ({UpstreamModel} at {Endpoint.Authority})";
}
