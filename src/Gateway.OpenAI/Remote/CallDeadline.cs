namespace Gateway.OpenAI;

/// <summary>
/// A call's time limits as one token. The first limit runs until the answer begins, the total until its end; whether the token fired for a
/// limit or for the caller is told by asking the caller's own token.
/// </summary>
internal sealed class CallDeadline : IDisposable
{
    private readonly TimeProvider _time;
    private readonly TimeSpan _total;
    private readonly TimeSpan? _first;
    private readonly long _started;
    private readonly CancellationTokenSource _expiry;
    private readonly CancellationTokenSource _both;
    private bool _hasBegun;

    public CallDeadline(RemoteModel model, TimeProvider time, CancellationToken caller)
    {
        _time = time;
        _total = model.Timeout;
        _first = model.FirstByteTimeout < model.Timeout ? model.FirstByteTimeout : null;
        _started = time.GetTimestamp();
        Caller = caller;
        _expiry = new CancellationTokenSource(_first ?? _total, time);
        _both = CancellationTokenSource.CreateLinkedTokenSource(caller, _expiry.Token);
    }

    public CancellationToken Caller { get; }

    public CancellationToken Token => _both.Token;

    /// <summary>The limit that has passed, for the fault's message.</summary>
    public string Passed => !_hasBegun && _first is { } first ? $"no first byte within {first.TotalSeconds:0.###} s" : $"no whole answer within {_total.TotalSeconds:0.###} s";

    /// <summary>The answer has begun: what is left of the total counts from now on.</summary>
    public void Begin()
    {
        if (_hasBegun) return;
        _hasBegun = true;
        if (_first is null) return;
        var left = _total - _time.GetElapsedTime(_started);
        _expiry.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
    }

    public void Dispose()
    {
        _both.Dispose();
        _expiry.Dispose();
    }
}
