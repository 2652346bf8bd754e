using Gateway.Hosting;

namespace Gateway.Evals.Live;

/// <summary>Straight to the endpoint: an evaluation has no proxy's destinations.</summary>
internal sealed class PlainTransport : IRemoteTransport
{
    public HttpMessageHandler CreateHandler(RemoteModelSettings model) => new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) };

    public void Follow(IReadOnlyList<RemoteModelSettings> models)
    {
        // The models of an evaluation stay what they are.
    }
}
