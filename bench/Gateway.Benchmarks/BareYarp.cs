using Yarp.ReverseProxy.Configuration;

namespace Gateway.Benchmarks;

/// <summary>YARP with one route and nothing else: the floor of a proxy on this stack.</summary>
internal static class BareYarp
{
    public static async Task<int> ServeAsync(int port, string to, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Services.AddReverseProxy().LoadFromMemory(
            [new RouteConfig { RouteId = "all", ClusterId = "upstream", Match = new RouteMatch { Path = "/{**rest}" } }],
            [new ClusterConfig { ClusterId = "upstream", Destinations = new Dictionary<string, DestinationConfig> { ["one"] = new() { Address = to } } }]);
        var app = builder.Build();
        app.MapReverseProxy();
        await app.RunAsync(cancellationToken);
        return 0;
    }
}
