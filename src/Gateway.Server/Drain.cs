namespace Gateway.Server;

/// <summary>
/// The end of the process as clients see it: while requests are still being answered the server goes on listening, and tells new ones to come
/// back. Kestrel by itself would close its sockets first.
/// </summary>
internal sealed class Drain : IHostedLifecycleService
{
    // Guards _running and _draining: a request may not enter between the last look at the count and the wait for it.
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;
    private bool _draining;

    /// <summary>Counts a request in; false while the process stops.</summary>
    public bool TryEnter()
    {
        lock (_gate)
        {
            if (_draining) return false;
            _running++;
            return true;
        }
    }

    public void Leave()
    {
        lock (_gate)
        {
            if (--_running == 0 && _draining) _idle.TrySetResult();
        }
    }

    /// <summary>Runs before any part of the server stops, and ends at the latest with the host's time for that.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _draining = true;
            if (_running == 0) return;
        }

        await _idle.Task.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
