using Gateway.Hosting;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.LoadBalancing;

namespace Gateway.Server.Proxy;

/// <summary>Remote models as YARP clusters. Both roads, forwarding and policy calls, use their destinations and share their health.</summary>
internal static class RemoteClusters
{
    /// <summary>The one route of everything that no endpoint of ours handles; <see cref="ModelRouting"/> sends it to its model's cluster. No model can have this name.</summary>
    public const string Unrouted = "/unrouted";

    public static IReadOnlyList<RouteConfig> Routes { get; } =
    [
        new RouteConfig
        {
            RouteId = "v1",
            ClusterId = Unrouted,
            Match = new RouteMatch { Path = "/v1/{**rest}" },
            // The destination's address holds the endpoint's own path.
            // Who asked is nothing that a provider has to know.
            Transforms = [new Dictionary<string, string> { ["PathRemovePrefix"] = "/v1" }, new Dictionary<string, string> { ["X-Forwarded"] = "Off" }],
        },
    ];

    /// <param name="models">The newest last. Models of one name, of which the older ones only finish what they began, share a cluster.</param>
    public static IReadOnlyList<ClusterConfig> Clusters(IEnumerable<RemoteModelSettings> models) =>
        [new ClusterConfig { ClusterId = Unrouted }, .. models.GroupBy(static model => model.Name, StringComparer.OrdinalIgnoreCase).Select(static group => Cluster(group.Last(), group))];

    private static ClusterConfig Cluster(RemoteModelSettings model, IEnumerable<RemoteModelSettings> all) => new()
    {
        ClusterId = model.Name,
        LoadBalancingPolicy = LoadBalancingPolicies.LeastRequests,
        // Named by their addresses: what YARP knows of an address outlives a change of the others.
        Destinations = all.SelectMany(static one => one.Endpoints).Select(static endpoint => endpoint.ToString()).Distinct(StringComparer.OrdinalIgnoreCase)
            .ToDictionary(static address => address, static address => new DestinationConfig { Address = address }),
        // Each token of a stream resets it; the longest silence is what the model is given for its whole answer.
        HttpRequest = new ForwarderRequestConfig { ActivityTimeout = model.Timeout },
        HealthCheck = new HealthCheckConfig
        {
            // With all destinations unhealthy the request is tried anyway: a wrong guess about health must not be an outage.
            AvailableDestinationsPolicy = HealthCheckConstants.AvailableDestinations.HealthyOrPanic,
            Passive = new PassiveHealthCheckConfig { Enabled = true, Policy = TransportHealth.PolicyName },
            // A probe without a key would get 401 from most providers, so only an endpoint that names a path is asked.
            Active = model.HealthPath is { } path
                ? new ActiveHealthCheckConfig { Enabled = true, Path = path, Interval = TimeSpan.FromSeconds(10), Timeout = TimeSpan.FromSeconds(5), Policy = HealthCheckConstants.ActivePolicy.ConsecutiveFailures }
                : null,
        },
    };
}
