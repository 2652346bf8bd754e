namespace Gateway.Hosting;

/// <summary>The right to ask a snapshot's models until it is disposed, once: they stay loaded as long.</summary>
public readonly record struct SnapshotLease(GatewaySnapshot Snapshot) : IDisposable
{
    public void Dispose() => Snapshot.Release();
}
