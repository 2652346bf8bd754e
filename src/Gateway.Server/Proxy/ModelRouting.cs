using System.Net.Http.Headers;
using Gateway.Hosting;
using Gateway.Server.Endpoints;
using Microsoft.AspNetCore.WebUtilities;
using Yarp.ReverseProxy;

namespace Gateway.Server.Proxy;

/// <summary>
/// Sends what no endpoint of ours handles to the remote model that it names, unchanged but for the model's name, our own
/// <c>gateway</c> object and the key.
/// </summary>
internal sealed class ModelRouting(IProxyStateLookup clusters, RemoteModels models, EmbeddingsEndpoint embeddings)
{
    private static readonly object KeyItem = new();

    /// <summary>A step of YARP's pipeline.</summary>
    public async Task InvokeAsync(HttpContext context, Func<Task> next)
    {
        var body = await RequestBody.ReadAsync(context);
        if (body is null) return;

        var contentType = context.Request.ContentType ?? "";
        var isForm = contentType.Contains("form", StringComparison.OrdinalIgnoreCase);
        var inForm = isForm ? ForwardedRequest.FindInForm(body.Value.Span, contentType) : null;
        var inBody = inForm is { } place ? FormText(body.Value.Span[place], contentType) : isForm ? null : ForwardedRequest.ModelInJson(body.Value.Span);
        var name = inBody ?? (context.Request.Query.TryGetValue("model", out var query) ? query.ToString() : null);
        if (name is not null && context.Request.Path == EmbeddingsEndpoint.Path && HttpMethods.IsPost(context.Request.Method) && await embeddings.TryAnswerAsync(context, name, body.Value)) return;
        if (name is null || !models.TryGet(name, out var model) || !clusters.TryGetCluster(model.Settings.Name, out var cluster))
        {
            await HttpErrors.WriteAsync(context, name is null ? HttpErrors.UnknownPath(context) : HttpErrors.NotRemote(context, name));
            return;
        }

        var upstream = model.Settings.UpstreamModel;
        if (inForm is { } where) Send(context, ForwardedRequest.Replace(body.Value.Span, where, contentType.StartsWith("multipart", StringComparison.OrdinalIgnoreCase) ? upstream : Uri.EscapeDataString(upstream)));
        else if (inBody is not null) Send(context, ForwardedRequest.RewriteJson(body.Value.Span, upstream));
        else
        {
            context.Request.QueryString = new QueryString(QueryHelpers.AddQueryString(
                "", context.Request.Query.Select(pair => KeyValuePair.Create(pair.Key, pair.Key == "model" ? upstream : pair.Value.ToString()))!));
            Send(context, body.Value.ToArray());
        }

        context.Items[KeyItem] = model.ApiKey;
        context.ReassignProxyRequest(cluster);
        await next();
    }

    /// <summary>A gateway's own key never leaves: the model's takes its place.</summary>
    public static void ReplaceKey(HttpContext context, HttpRequestMessage request) =>
        request.Headers.Authorization = context.Items[KeyItem] is string key ? new AuthenticationHeaderValue("Bearer", key) : null;

    private static void Send(HttpContext context, byte[] body)
    {
        context.Request.Body = new MemoryStream(body, writable: false);
        if (body.Length > 0 || context.Request.ContentLength is not null) context.Request.ContentLength = body.Length;
        context.Request.Headers.TransferEncoding = default;
    }

    private static string FormText(ReadOnlySpan<byte> value, string contentType)
    {
        var text = System.Text.Encoding.UTF8.GetString(value);
        return contentType.StartsWith("multipart", StringComparison.OrdinalIgnoreCase) ? text : Uri.UnescapeDataString(text.Replace('+', ' '));
    }
}
