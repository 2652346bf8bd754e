using Gateway.Hosting;

namespace Gateway.Server.Endpoints;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: it takes requests; what was refused is listed and does not change the status.</summary>
internal sealed class HealthEndpoints(GatewayState state, IHostApplicationLifetime lifetime)
{
    public static Task LiveAsync(HttpContext context) => JsonAnswer.WriteAsync(context, static writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("status", "live");
        writer.WriteEndObject();
    });

    public Task ReadyAsync(HttpContext context)
    {
        var stopping = lifetime.ApplicationStopping.IsCancellationRequested;
        if (stopping) context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return JsonAnswer.WriteAsync(context, writer =>
        {
            using var lease = state.Lease();
            var snapshot = lease.Snapshot;
            writer.WriteStartObject();
            writer.WriteString("status", stopping ? "draining" : "ready");
            writer.WriteNumber("models", snapshot.Catalog.Entries.Count(static entry => entry.Card.Backend != ModelBackend.Policy));
            writer.WriteNumber("policies", snapshot.Catalog.Entries.Count(static entry => entry.Card.Backend == ModelBackend.Policy));
            writer.WriteStartArray("refused");
            foreach (var refused in snapshot.Refused)
            {
                writer.WriteStartObject();
                writer.WriteString("name", refused.Name);
                writer.WriteString("reason", refused.Reason);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }
}
