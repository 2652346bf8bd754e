using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gateway.FunctionalTests.Hosts;

/// <summary>
/// An OpenAI endpoint over a real socket that does as its script says and remembers what it was asked. WireMock.Net scripts whole
/// answers well; this one is for streams with gaps and for callers that hang up.
/// </summary>
public sealed class ScriptedUpstream : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _active;
    private int _aborted;

    private ScriptedUpstream(WebApplication app) => _app = app;

    public Uri Address { get; private set; } = null!;

    /// <summary>Bodies in the order in which they arrived.</summary>
    public ConcurrentQueue<JsonElement> Requests { get; } = new();

    public ConcurrentQueue<IHeaderDictionary> Headers { get; } = new();

    /// <summary>Requests being answered.</summary>
    public int Active => Volatile.Read(ref _active);

    /// <summary>Requests whose caller hung up.</summary>
    public int Aborted => Volatile.Read(ref _aborted);

    /// <param name="script">Answers a request; cancelled with <see cref="HttpContext.RequestAborted"/> when the caller hangs up.</param>
    public static async Task<ScriptedUpstream> StartAsync(Func<HttpContext, JsonElement, Task> script)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var upstream = new ScriptedUpstream(app);
        app.MapGet("/aborted", () => upstream.Aborted);
        app.MapFallback(async context =>
        {
            var body = context.Request.ContentLength is > 0 || context.Request.Headers.TransferEncoding.Count > 0
                ? (await JsonDocument.ParseAsync(context.Request.Body)).RootElement
                : default;
            upstream.Requests.Enqueue(body);
            // A copy: the server empties its own for the next request.
            upstream.Headers.Enqueue(new HeaderDictionary(context.Request.Headers.ToDictionary(StringComparer.OrdinalIgnoreCase)));
            Interlocked.Increment(ref upstream._active);
            try
            {
                await script(context, body);
            }
            catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
            {
                Interlocked.Increment(ref upstream._aborted);
            }
            finally
            {
                Interlocked.Decrement(ref upstream._active);
            }
        });
        await app.StartAsync();
        upstream.Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return upstream;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
