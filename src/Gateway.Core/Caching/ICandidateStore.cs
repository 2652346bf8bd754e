namespace Gateway;

/// <summary>
/// Where kept candidates live beyond the process. Nothing here fails because of the store: one that is away, slow, full or read-only finds
/// nothing and keeps nothing, and no call takes longer than the store's own time limit.
/// </summary>
public interface ICandidateStore
{
    /// <summary>What is kept under a key; null where there is nothing, or nothing within the time limit.</summary>
    /// <param name="key">64 hex digits (<see cref="CandidateKey"/>).</param>
    /// <param name="cancellationToken">The caller's; cancelled, it throws.</param>
    ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken);

    /// <summary>Keeps a value. It returns at once and is written afterwards, or lost.</summary>
    /// <param name="key">64 hex digits.</param>
    /// <param name="value">What is kept; not changed afterwards.</param>
    /// <param name="timeToLive">How long.</param>
    void Set(string key, ReadOnlyMemory<byte> value, TimeSpan timeToLive);

    /// <summary>Asks to be the only process that makes what is to be kept under a key.</summary>
    /// <returns>The lease, granted too where the store cannot be asked; null while another process has it.</returns>
    /// <param name="key">64 hex digits.</param>
    /// <param name="cancellationToken">The caller's; cancelled, it throws.</param>
    ValueTask<ICandidateLease?> TryLeaseAsync(string key, CancellationToken cancellationToken);

    /// <summary>Waits until the process that has the lease of a key says that it is done, or until its lease may have ended.</summary>
    /// <param name="key">64 hex digits.</param>
    /// <param name="cancellationToken">The caller's; cancelled, it throws.</param>
    Task WaitAsync(string key, CancellationToken cancellationToken);
}

/// <summary>The right to be the only maker of a candidate. It is renewed until it is disposed; of a process that died it ends by itself.</summary>
public interface ICandidateLease : IAsyncDisposable;
