using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace Gateway.Server.Proxy;

/// <summary>
/// Passive health by transport: a destination that cannot be reached is left alone for a while, whichever road noticed.
/// YARP's own policy counts only what it forwarded, and waits for ten requests.
/// </summary>
internal sealed class TransportHealth(IDestinationHealthUpdater updater) : IPassiveHealthCheckPolicy
{
    public const string PolicyName = "Transport";

    /// <summary>Where a request holds the cluster that it was sent to: YARP names the one of its route, which is nobody's.</summary>
    public static readonly object ClusterItem = new();

    private static readonly TimeSpan LeftAlone = TimeSpan.FromSeconds(10);

    public string Name => PolicyName;

    public void RequestProxied(HttpContext context, ClusterState cluster, DestinationState destination)
    {
        if (context.GetForwarderErrorFeature() is { Error: ForwarderError.Request or ForwarderError.RequestTimedOut }) Unreachable(context.Items[ClusterItem] as ClusterState ?? cluster, destination);
    }

    /// <summary>Takes a destination out of both roads.</summary>
    public void Unreachable(ClusterState cluster, DestinationState destination) =>
        updater.SetPassive(cluster, destination, DestinationHealth.Unhealthy, LeftAlone);
}
