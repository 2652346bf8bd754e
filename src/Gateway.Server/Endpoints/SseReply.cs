using System.Buffers;

namespace Gateway.Server.Endpoints;

/// <summary>
/// An answer as server-sent events. It begins with its first event, so that a failure before it can still be an HTTP status;
/// or, where that takes long, with a comment line, so that no proxy in between gives up.
/// </summary>
internal sealed class SseReply : IAsyncDisposable
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(5);
    private readonly HttpContext _context;
    private readonly TimeProvider _time;
    private readonly ITimer _keepAlive;

    // One writer at a time: the answer's loop and the keep-alive timer.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private long _lastWrite;
    private bool _unflushed;
    private bool _ended;

    /// <param name="context">The request.</param>
    /// <param name="time">The clock.</param>
    /// <param name="hold">How long the status is kept open for a failure before the first comment line commits it.</param>
    public SseReply(HttpContext context, TimeProvider time, TimeSpan hold)
    {
        _context = context;
        _time = time;
        _lastWrite = time.GetTimestamp();
        _keepAlive = time.CreateTimer(static state => _ = ((SseReply)state!).KeepAliveAsync(), this, hold, Quiet);
    }

    /// <summary>The status is out: from now on a failure is an event.</summary>
    public bool Started { get; private set; }

    /// <summary>Writes events without sending them yet.</summary>
    /// <param name="write">Writes to the response's body writer.</param>
    public async ValueTask WriteAsync(Action write)
    {
        await _turn.WaitAsync();
        try
        {
            Start();
            write();
            _unflushed = true;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Sends what was written.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (!_unflushed) return;
        await _turn.WaitAsync(cancellationToken);
        try
        {
            _unflushed = false;
            _lastWrite = _time.GetTimestamp();
            await _context.Response.BodyWriter.FlushAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Keeps the timer from starting the reply any more. True where nothing was sent, so that the answer can still have any status.</summary>
    public async ValueTask<bool> EndUnlessStartedAsync()
    {
        await _turn.WaitAsync();
        _ended = true;
        _turn.Release();
        return !Started;
    }

    public async ValueTask DisposeAsync()
    {
        await _keepAlive.DisposeAsync();
        await _turn.WaitAsync();
        _turn.Dispose();
    }

    private void Start()
    {
        if (Started) return;
        Started = true;
        _context.Response.StatusCode = StatusCodes.Status200OK;
        _context.Response.ContentType = "text/event-stream; charset=utf-8";
        _context.Response.Headers.CacheControl = "no-cache";
        // nginx buffers a proxied answer unless it is told not to.
        _context.Response.Headers["X-Accel-Buffering"] = "no";
    }

    private async Task KeepAliveAsync()
    {
        try
        {
            // Somebody is writing: then the line is not quiet.
            if (!await _turn.WaitAsync(TimeSpan.Zero)) return;
            try
            {
                if (_ended || (Started && _time.GetElapsedTime(_lastWrite) < Quiet)) return;
                Start();
                _context.Response.BodyWriter.Write(": waiting for candidates\n\n"u8);
                _lastWrite = _time.GetTimestamp();
                await _context.Response.BodyWriter.FlushAsync(_context.RequestAborted);
            }
            finally
            {
                _turn.Release();
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or InvalidOperationException or IOException)
        {
            // The client left or the answer ended meanwhile; the answer's own loop sees to both.
        }
    }
}
