using Gateway.Hosting;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Model;

namespace Gateway.Server.Proxy;

/// <summary>Sends a policy's call to one of the destinations that YARP holds healthy, and tells YARP when it cannot be reached.</summary>
internal sealed class ClusterHttpHandler(RemoteModelSettings model, IProxyStateLookup clusters, TransportHealth health, HttpMessageHandler inner)
    : DelegatingHandler(inner)
{
    private static readonly HttpRequestOptionsKey<string> Rest = new("gateway.rest");
    private readonly string _basePath = model.Endpoints[0].AbsolutePath.TrimEnd('/');
    private int _turn;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!clusters.TryGetCluster(model.Name, out var cluster)) return await base.SendAsync(request, cancellationToken);

        if (Pick(ModelDestinations.Of(cluster, model)) is not { } destination) return await base.SendAsync(request, cancellationToken);
        request.RequestUri = new Uri(destination.Model.Config.Address.TrimEnd('/') + RestOf(request));
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException)
        {
            health.Unreachable(cluster, destination);
            throw;
        }
        catch (OperationCanceledException exception) when (exception.InnerException is TimeoutException && !cancellationToken.IsCancellationRequested)
        {
            // SocketsHttpHandler's ConnectTimeout, which looks like a cancel and is a lost connection.
            health.Unreachable(cluster, destination);
            throw new HttpRequestException(HttpRequestError.ConnectionError, "no connection could be made in time", exception);
        }
    }

    private DestinationState? Pick(IReadOnlyList<DestinationState> destinations) => destinations.Count switch
    {
        0 => null,
        1 => destinations[0],
        var count => destinations[(int)((uint)Interlocked.Increment(ref _turn) % (uint)count)],
    };

    /// <summary>What follows the endpoint's base address. A retry finds the address of the attempt before it in the request, so the rest is kept.</summary>
    private string RestOf(HttpRequestMessage request)
    {
        if (request.Options.TryGetValue(Rest, out var rest)) return rest;
        rest = request.RequestUri!.PathAndQuery[_basePath.Length..];
        request.Options.Set(Rest, rest);
        return rest;
    }
}
