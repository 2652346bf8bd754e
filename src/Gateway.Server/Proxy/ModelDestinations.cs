using Gateway.Hosting;
using Yarp.ReverseProxy.Model;

namespace Gateway.Server.Proxy;

/// <summary>
/// The destinations of a cluster that are a model's own. While requests of a replaced model are under way the cluster of its name has the
/// destinations of both, and no model's key may go to the other's.
/// </summary>
internal static class ModelDestinations
{
    /// <returns>Those that are well, or all where none is: a wrong guess about health must not be an outage.</returns>
    public static IReadOnlyList<DestinationState> Of(ClusterState cluster, RemoteModelSettings model)
    {
        var destinations = cluster.DestinationsState;
        return Own(destinations.AvailableDestinations, model) is { Count: > 0 } well ? well : Own(destinations.AllDestinations, model);
    }

    private static IReadOnlyList<DestinationState> Own(IReadOnlyList<DestinationState> destinations, RemoteModelSettings model)
    {
        var others = 0;
        foreach (var destination in destinations) others += IsOwn(destination, model) ? 0 : 1;
        return others == 0 ? destinations : [.. destinations.Where(destination => IsOwn(destination, model))];
    }

    private static bool IsOwn(DestinationState destination, RemoteModelSettings model)
    {
        foreach (var endpoint in model.Endpoints)
        {
            if (destination.Model.Config.Address == endpoint.ToString()) return true;
        }

        return false;
    }
}
