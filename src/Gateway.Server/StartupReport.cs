using Gateway.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Gateway.Server;

/// <summary>The first lines of the log: where the gateway listens, what it offers, and what it refused and why.</summary>
internal sealed partial class StartupReport(IServer server, GatewayState state, GatewayOptions options, ILogger<StartupReport> logger) : IHostedLifecycleService
{
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        using var lease = state.Lease();
        var entries = lease.Snapshot.Catalog.Entries;
        var addresses = string.Join(", ", server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []);
        var models = Names(entries, static backend => backend != ModelBackend.Policy);
        var policies = Names(entries, static backend => backend == ModelBackend.Policy);
        LogListening(addresses);
        LogModels(models);
        LogPolicies(policies);
        foreach (var refused in lease.Snapshot.Refused) LogRefused(refused.Name, refused.Reason);
        foreach (var notice in options.Notices) LogNotice(notice);
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static string Names(IEnumerable<CatalogEntry> entries, Func<ModelBackend, bool> wanted)
    {
        var names = string.Join(", ", entries.Where(entry => wanted(entry.Card.Backend)).Select(static entry => entry.Card.Name));
        return names.Length > 0 ? names : "none";
    }

    [LoggerMessage(EventId = 3010, Level = LogLevel.Information, Message = "Listening on {Addresses}")]
    private partial void LogListening(string addresses);

    [LoggerMessage(EventId = 3011, Level = LogLevel.Information, Message = "Models: {Models}")]
    private partial void LogModels(string models);

    [LoggerMessage(EventId = 3012, Level = LogLevel.Information, Message = "Policies: {Policies}")]
    private partial void LogPolicies(string policies);

    [LoggerMessage(EventId = 3013, Level = LogLevel.Warning, Message = "Refused {Name}: {Reason}")]
    private partial void LogRefused(string name, string reason);

    [LoggerMessage(EventId = 3014, Level = LogLevel.Warning, Message = "{Notice}")]
    private partial void LogNotice(string notice);
}
