using System.Net.Http.Json;
using System.Text.Json;
using Gateway.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gateway.FunctionalTests.Hosts;

/// <summary>The real server on a free port, over a folder and a configuration of its own.</summary>
public sealed class GatewayHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _folder;
    private readonly ErrorLog _errors = new();

    private GatewayHost(WebApplication app, string folder)
    {
        _app = app;
        _folder = folder;
        app.Services.GetRequiredService<ILoggerFactory>().AddProvider(_errors);
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        // Leaving means leaving: the default drains an abandoned answer for up to two seconds.
        Http = new HttpClient(new SocketsHttpHandler { ResponseDrainTimeout = TimeSpan.Zero }) { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(60) };
    }

    public Uri Address { get; }

    public HttpClient Http { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>What was logged as an error since the start.</summary>
    public IReadOnlyCollection<string> Errors => _errors.Messages;

    public string PolicyFolder => Path.Combine(_folder, "policies");

    /// <summary>Starts a gateway.</summary>
    /// <param name="configuration">Lines such as <c>Gateway:Models:m:Endpoint=http://...</c>.</param>
    /// <param name="policies">YAML by policy name.</param>
    public static async Task<GatewayHost> StartAsync(IEnumerable<string> configuration, IReadOnlyDictionary<string, string>? policies = null)
    {
        var folder = Directory.CreateTempSubdirectory("gateway-test").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "policies"));
        foreach (var (name, yaml) in policies ?? new Dictionary<string, string>())
            await File.WriteAllTextAsync(Path.Combine(folder, "policies", $"{name}.yaml"), yaml);

        var app = GatewayApp.Build(
        [
            "--urls", "http://127.0.0.1:0", "--contentRoot", folder, "--Logging:LogLevel:Default=Warning",
            .. configuration.Select(static line => $"--{line}"),
        ]);
        await app.StartAsync();
        return new GatewayHost(app, folder);
    }

    /// <summary>One remote model and policies over it.</summary>
    public static Task<GatewayHost> OverAsync(ScriptedUpstream upstream, params (string Name, string Yaml)[] policies) =>
        StartAsync([$"Gateway:Models:echo:Endpoint={upstream.Address}v1"], policies.ToDictionary(static pair => pair.Name, static pair => pair.Yaml));

    /// <summary>Posts a chat and returns the answer unread.</summary>
    public Task<HttpResponseMessage> ChatAsync(object body, CancellationToken cancellationToken = default) =>
        Http.PostAsJsonAsync("/v1/chat/completions", body, cancellationToken);

    public async Task<JsonElement> RunAsync(string id) => await Http.GetFromJsonAsync<JsonElement>($"/v1/runs/{id}");

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
