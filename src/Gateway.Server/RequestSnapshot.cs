using Gateway.Hosting;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Server;

/// <summary>The snapshot that a request began with, and stays with: its models are not unloaded before the request has ended.</summary>
internal static class RequestSnapshot
{
    public static void SetSnapshot(this HttpContext context, GatewaySnapshot snapshot) => context.Features.Set(snapshot);

    public static GatewaySnapshot Snapshot(this HttpContext context) => context.Features.GetRequiredFeature<GatewaySnapshot>();
}
