using System.Threading.Channels;

namespace Gateway;

/// <summary>
/// Calls under way, to which more can be added: for policies that decide by what has come whom they ask next. Disposing it cancels what is
/// left and waits until that is gone and settled. Not for concurrent use.
/// </summary>
public sealed class OpenCalls : IAsyncDisposable
{
    private readonly CallRunner _runner;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _left;
    private readonly Channel<Candidate> _finished = Channel.CreateUnbounded<Candidate>(new UnboundedChannelOptions { SingleReader = true });
    private readonly List<Task> _running = [];

    internal OpenCalls(CallRunner runner, CancellationToken cancellationToken)
    {
        _runner = runner;
        _caller = cancellationToken;
        _left = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    /// <summary>Calls whose candidate was not read yet.</summary>
    public int Outstanding { get; private set; }

    /// <summary>Makes all these calls at once, beside those under way.</summary>
    public void Start(IReadOnlyList<ModelCall> calls)
    {
        Outstanding += calls.Count;
        _running.AddRange(_runner.StartAll(calls, _finished.Writer, _left.Token));
    }

    /// <summary>The next candidate, faulty ones too, in the order in which they end.</summary>
    /// <exception cref="InvalidOperationException">Nothing is outstanding.</exception>
    /// <exception cref="OperationCanceledException">The caller's token was cancelled.</exception>
    public async ValueTask<Candidate> NextAsync()
    {
        if (Outstanding == 0) throw new InvalidOperationException("No call is under way.");
        var candidate = await _finished.Reader.ReadAsync(_caller);
        _caller.ThrowIfCancellationRequested();
        Outstanding--;
        return candidate;
    }

    public async ValueTask DisposeAsync()
    {
        await _left.CancelAsync();
        await Task.WhenAll(_running);
        _left.Dispose();
    }
}
