using Gateway.Hosting;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Configuration;

namespace Gateway.Server.Proxy;

/// <summary>The server's road to remote models: YARP's destinations, one connection pool a model.</summary>
internal sealed class YarpTransport(IProxyStateLookup clusters, InMemoryConfigProvider configuration, TransportHealth health) : IRemoteTransport
{
    public HttpMessageHandler CreateHandler(RemoteModelSettings model) =>
        new ClusterHttpHandler(model, clusters, health, new SocketsHttpHandler
        {
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            UseCookies = false,
            // An abandoned answer is cut at once: draining it would let the endpoint go on generating for the connection's sake.
            ResponseDrainTimeout = TimeSpan.Zero,
            AllowAutoRedirect = false,
            AutomaticDecompression = System.Net.DecompressionMethods.None,
            ConnectTimeout = TimeSpan.FromSeconds(10),
        });

    // YARP applies it before this returns, as none of its parts here is asynchronous, and leaves alone what is equal.
    public void Follow(IReadOnlyList<RemoteModelSettings> open) => configuration.Update(RemoteClusters.Routes, RemoteClusters.Clusters(open));
}
