using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gateway.Hosting;

/// <summary>
/// Loads the policies at start and again whenever a file's content changes. Contents are compared, not time stamps or file events:
/// a mounted ConfigMap changes by a symbolic link that file watchers do not see.
/// </summary>
internal sealed partial class PolicyWatcher(SnapshotBuilder builder, GatewayState state, TimeProvider time, ILogger<PolicyWatcher> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Before the server listens: a gateway without its policies would answer 404 to good requests.
        state.Swap(builder.BuildIfChanged() ?? throw new InvalidOperationException("The first look at the policies found nothing new."));
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (Look() is not { } next) continue;
            var before = state.Current;
            state.Swap(next);
            var names = string.Join(", ", next.Catalog.Entries.Where(static entry => entry.Card.Backend == ModelBackend.Policy).Select(static entry => entry.Card.Name));
            LogReloaded(names);
            foreach (var refused in next.Refused.Except(before.Refused)) LogRefused(refused.Name, refused.Reason);
        }
    }

    private GatewaySnapshot? Look()
    {
        try
        {
            return builder.BuildIfChanged();
        }
        catch (IOException exception)
        {
            LogUnreadable(exception.Message);
            return null;
        }
        catch (Exception exception)
        {
            // A bug, and no reason to end a gateway that has policies in force.
            LogBroken(exception);
            return null;
        }
    }

    [LoggerMessage(EventId = 2001, Level = LogLevel.Information, Message = "Policies reloaded; in force: {Policies}")]
    private partial void LogReloaded(string policies);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Warning, Message = "Refused {Name}: {Reason}")]
    private partial void LogRefused(string name, string reason);

    [LoggerMessage(EventId = 2003, Level = LogLevel.Warning, Message = "The policies cannot be read, those in force stay: {Reason}")]
    private partial void LogUnreadable(string reason);

    [LoggerMessage(EventId = 2004, Level = LogLevel.Error, Message = "Reading the policies met a bug of the gateway; those in force stay")]
    private partial void LogBroken(Exception exception);
}
