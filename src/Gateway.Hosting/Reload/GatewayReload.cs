using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gateway.Hosting;

/// <summary>
/// Loads models and policies at start, and again what changes of them. One loop makes every snapshot; models are loaded on a thread beside it,
/// so that policies go on being followed, and what is in force goes on answering.
/// </summary>
internal sealed partial class GatewayReload(
    GatewayOptions options, ConfigurationWatch watch, ModelSetLoader loader, SnapshotBuilder builder, GatewayState state,
    OpenModels open, IRemoteTransport transport, TimeProvider time, ReloadReport report, ILogger<GatewayReload> logger) : BackgroundService
{
    // Two looks for a change of the configuration to count, and one to put it in force: well within two seconds.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    // What is loaded; and the same with what is wrong with the configuration, which goes into the snapshots.
    private ModelSet _models = ModelSet.Empty;
    private ModelSet _shown = ModelSet.Empty;
    private ModelSet _inForce = ModelSet.Empty;
    private RefusedName? _problem;
    private Task<ModelSet>? _loading;
    private string? _unreadable;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Before the server listens: a gateway without its models and policies would answer 404 to good requests.
        _inForce = _shown = _models = loader.Load(options.Models, ModelSet.Empty, CancellationToken.None);
        transport.Follow(open.Remote);
        state.Swap(builder.BuildIfChanged(_shown) ?? throw new InvalidOperationException("The first look at the policies found nothing new."));
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await LookAsync(stoppingToken);
        }
        finally
        {
            // A load ends soon after the token that stopped this loop; what it loaded is disposed with all other models.
            if (_loading is not null) await ((Task)_loading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LookAsync(CancellationToken stoppingToken)
    {
        try
        {
            await FollowModelsAsync(stoppingToken);
            Unload();
            FollowPolicies();
            _unreadable = null;
        }
        catch (IOException exception)
        {
            if (_unreadable != exception.Message) LogUnreadable(exception.Message);
            _unreadable = exception.Message;
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            // A bug, and no reason to end a gateway that has models and policies in force.
            LogBug(exception);
        }
    }

    private async Task FollowModelsAsync(CancellationToken stoppingToken)
    {
        if (_loading is { IsCompleted: true } loaded)
        {
            _loading = null;
            var before = _models;
            _models = await loaded;
            _shown = Shown();
            transport.Follow(open.Remote);
            report.Loaded(before, _models);
        }

        // One set at a time: what was opened for a set that no snapshot ever held would stay open, as nobody would let go of it.
        if (_loading is not null || !ReferenceEquals(_shown, _inForce)) return;
        switch (watch.Look())
        {
            case ConfigurationChange.Broken { Reason: var reason }:
                _problem = new RefusedName(ModelSet.Configuration, $"what was in force before stays. {reason.Message}");
                _shown = Shown();
                break;
            case ConfigurationChange.Legal change:
                if (change.IsNew) _problem = null;
                report.Changed(change, options.Notices);
                _loading = LoadAsync(change.Options.Models, _models, stoppingToken);
                break;
        }
    }

    private ModelSet Shown() => _problem is null ? _models : _models with { Outdated = [.. _models.Outdated, _problem] };

    // A thread of its own: a load takes seconds, and the pool's threads answer requests.
    private Task<ModelSet> LoadAsync(IReadOnlyList<ModelSettings> wanted, ModelSet before, CancellationToken cancellationToken) => Task.Factory.StartNew(
        () => loader.Load(wanted, before, cancellationToken), CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);

    private void FollowPolicies()
    {
        if (builder.BuildIfChanged(_shown) is not { } next) return;
        var before = state.Swap(next);
        _inForce = _shown;
        if (before is not null) report.Swapped(before, next);
    }

    private void Unload()
    {
        var unloaded = open.UnloadRetired();
        if (unloaded.Count == 0) return;
        transport.Follow(open.Remote);
        foreach (var model in unloaded) LogUnloaded(model.Name);
    }

    [LoggerMessage(EventId = 2003, Level = LogLevel.Warning, Message = "The policies cannot be read, those in force stay: {Reason}")]
    private partial void LogUnreadable(string reason);

    [LoggerMessage(EventId = 2004, Level = LogLevel.Error, Message = "A reload met a bug of the gateway; what is in force stays")]
    private partial void LogBug(Exception exception);

    [LoggerMessage(EventId = 2007, Level = LogLevel.Information, Message = "Unloaded {Model}: its last request has ended")]
    private partial void LogUnloaded(string model);
}
