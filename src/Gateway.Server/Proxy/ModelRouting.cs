using System.Net.Http.Headers;
using Gateway.Server.Endpoints;
using Microsoft.AspNetCore.WebUtilities;
using Yarp.ReverseProxy;

namespace Gateway.Server.Proxy;

/// <summary>
/// Sends what no endpoint of ours handles to the remote model that it names, unchanged but for the model's name, our own
/// <c>gateway</c> object and the key.
/// </summary>
internal sealed class ModelRouting(IProxyStateLookup clusters, IEnumerable<ILocalModelEndpoint> endpoints)
{
    private static readonly object KeyItem = new();

    /// <summary>A step of YARP's pipeline.</summary>
    public async Task InvokeAsync(HttpContext context, Func<Task> next)
    {
        if (await RequestBody.ReadAsync(context) is not { } body) return;

        var contentType = context.Request.ContentType ?? "";
        var form = await ForwardedForm.FindAsync(body, contentType, context.RequestAborted);

        // curl says "form" of whatever -d sends, unless it is told otherwise.
        var isForm = contentType.Contains("form", StringComparison.OrdinalIgnoreCase) && !body.Span.TrimStart(" \t\r\n"u8).StartsWith("{"u8);
        var inQuery = context.Request.Query.TryGetValue("model", out var query) ? query.ToString() : null;
        var name = form?.Model ?? (isForm ? null : ForwardedRequest.ModelInJson(body.Span)) ?? inQuery;
        foreach (var endpoint in endpoints)
        {
            if (await endpoint.TryAnswerAsync(context, name, body)) return;
        }

        if (name is null || !context.Snapshot().TryGetRemote(name, out var model) || !clusters.TryGetCluster(model.Settings.Name, out var cluster))
        {
            await HttpErrors.WriteAsync(context, name is null ? HttpErrors.UnknownPath(context) : HttpErrors.NotRemote(context, name, endpoints.Any(endpoint => endpoint.Answers(context))));
            return;
        }

        var upstream = model.Settings.UpstreamModel;
        if (inQuery is not null) context.Request.QueryString = Renamed(context.Request.Query, upstream);
        Send(context, form is not null ? form.With(upstream) : isForm ? body.ToArray() : ForwardedRequest.RewriteJson(body.Span, upstream));

        context.Items[KeyItem] = model.ApiKey;

        context.Items[TransportHealth.ClusterItem] = cluster;
        context.ReassignProxyRequest(cluster);
        context.GetReverseProxyFeature().AvailableDestinations = ModelDestinations.Of(cluster, model.Settings);
        await next();
        if (!context.Response.HasStarted && context.GetForwarderErrorFeature() is not null && !context.RequestAborted.IsCancellationRequested)
            await HttpErrors.WriteAsync(context, HttpErrors.Unforwarded(context.Response.StatusCode, name));
    }

    /// <summary>A gateway's own key never leaves: the model's takes its place.</summary>
    public static void ReplaceKey(HttpContext context, HttpRequestMessage request) =>
        request.Headers.Authorization = context.Items[KeyItem] is string key ? new AuthenticationHeaderValue("Bearer", key) : null;

    private static QueryString Renamed(IQueryCollection query, string upstream) => new(QueryHelpers.AddQueryString("", query.SelectMany(pair =>
        pair.Value.Select(value => KeyValuePair.Create(pair.Key, pair.Key.Equals("model", StringComparison.OrdinalIgnoreCase) ? upstream : value)))));

    private static void Send(HttpContext context, byte[] body)
    {
        context.Request.Body = new MemoryStream(body, writable: false);
        if (body.Length > 0 || context.Request.ContentLength is not null) context.Request.ContentLength = body.Length;
        context.Request.Headers.TransferEncoding = default;
    }
}
