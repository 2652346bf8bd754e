namespace Gateway.Hosting;

/// <summary>The snapshot in force, swapped whole.</summary>
public sealed class GatewayState
{
    private GatewaySnapshot? _current;

    /// <summary>The snapshot in force, for one request. End the lease when every call that the request made has ended.</summary>
    /// <exception cref="InvalidOperationException">Nothing was loaded yet.</exception>
    public SnapshotLease Lease()
    {
        while (true)
        {
            var current = Volatile.Read(ref _current) ?? throw new InvalidOperationException("The gateway's models and policies are not loaded yet.");
            if (current.TryHold()) return new SnapshotLease(current);

            // It was given up between the two lines above; so another one is in force.
        }
    }

    /// <summary>Puts a snapshot in force.</summary>
    /// <returns>The one before it, to compare with.</returns>
    internal GatewaySnapshot? Swap(GatewaySnapshot next)
    {
        var before = Interlocked.Exchange(ref _current, next);
        before?.Release();
        return before;
    }
}
