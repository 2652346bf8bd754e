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
    private const string SettingsName = "appsettings.json";
    private readonly WebApplication _app;
    private readonly string _folder;
    private readonly KeptLog _log = new();

    private GatewayHost(WebApplication app, string folder)
    {
        _app = app;
        _folder = folder;
        app.Services.GetRequiredService<ILoggerFactory>().AddProvider(_log);
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        // Leaving means leaving: the default drains an abandoned answer for up to two seconds.
        Http = new HttpClient(new SocketsHttpHandler { ResponseDrainTimeout = TimeSpan.Zero }) { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(60) };
    }

    public Uri Address { get; }

    public HttpClient Http { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>What was logged as an error since the start.</summary>
    public IReadOnlyCollection<string> Errors => _log.Errors;

    /// <summary>What was logged as a warning since the start.</summary>
    public IReadOnlyCollection<string> Warnings => _log.Warnings;

    /// <summary>The folder of all that the gateway reads.</summary>
    public string Folder => _folder;

    public string PolicyFolder => Path.Combine(_folder, "policies");

    public string SettingsFile => Path.Combine(_folder, SettingsName);

    /// <summary>Starts a gateway.</summary>
    /// <param name="configuration">Lines such as <c>Gateway:Models:m:Endpoint=http://...</c>.</param>
    /// <param name="policies">YAML by policy name.</param>
    /// <param name="settings">What <c>appsettings.json</c> holds; none by default.</param>
    public static async Task<GatewayHost> StartAsync(IEnumerable<string> configuration, IReadOnlyDictionary<string, string>? policies = null, string? settings = null)
    {
        var folder = Directory.CreateTempSubdirectory("gateway-test").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "policies"));
        foreach (var (name, yaml) in policies ?? new Dictionary<string, string>())
            await File.WriteAllTextAsync(Path.Combine(folder, "policies", $"{name}.yaml"), yaml);

        if (settings is not null) await File.WriteAllTextAsync(Path.Combine(folder, SettingsName), settings);
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

    /// <summary>One whose models are in <c>appsettings.json</c>, to be edited by <see cref="SaveAsync"/>.</summary>
    public static Task<GatewayHost> WithModelsAsync(object models, params (string Name, string Yaml)[] policies) =>
        StartAsync([], policies.ToDictionary(static pair => pair.Name, static pair => pair.Yaml), Settings(models));

    /// <summary>Saves <c>appsettings.json</c>.</summary>
    public Task SaveAsync(object models) => File.WriteAllTextAsync(SettingsFile, Settings(models));

    /// <summary>Settings with these models alone.</summary>
    public static string Settings(object models) => JsonSerializer.Serialize(new { Gateway = new { Models = models } });

    /// <summary>Why names are refused, as the health endpoint says it.</summary>
    public async Task<string> ReasonsAsync()
    {
        var ready = await Http.GetFromJsonAsync<JsonElement>("/health/ready");
        return string.Join('\n', ready.GetProperty("refused").EnumerateArray().Select(static refused => $"{refused.GetProperty("name")}: {refused.GetProperty("reason")}"));
    }

    /// <summary>The names that clients can send.</summary>
    public async Task<string[]> NamesAsync()
    {
        var list = await Http.GetFromJsonAsync<JsonElement>("/v1/models");
        return [.. list.GetProperty("data").EnumerateArray().Select(static model => model.GetProperty("id").GetString()!)];
    }

    /// <summary>Asks for a whole answer and returns its text.</summary>
    public async Task<string> TextAsync(string model, string question = "x")
    {
        using var answer = await ChatAsync(new { model, max_tokens = 8, messages = new[] { new { role = "user", content = question } } });
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(answer.IsSuccessStatusCode, body.ToString());
        return body.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;
    }

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
