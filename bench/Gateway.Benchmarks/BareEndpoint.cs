using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Gateway.Benchmarks;

/// <summary>An endpoint that parses the request, calls the upstream, parses its answer and serialises it: what any gateway that reads bodies has to do.</summary>
internal static class BareEndpoint
{
    public static async Task<int> ServeAsync(int port, string to, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        using var http = new HttpClient(new SocketsHttpHandler());
        var target = new Uri($"{to}/v1/chat/completions");
        app.Run(async context =>
        {
            var request = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            using var content = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(request!.ToJsonString()));
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var answer = await http.PostAsync(target, content, context.RequestAborted);
            var completion = await JsonNode.ParseAsync(await answer.Content.ReadAsStreamAsync(context.RequestAborted), cancellationToken: context.RequestAborted);
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(completion!.ToJsonString(), context.RequestAborted);
        });
        await app.RunAsync(cancellationToken);
        return 0;
    }
}
