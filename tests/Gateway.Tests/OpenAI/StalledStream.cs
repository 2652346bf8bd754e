namespace Gateway.Tests.OpenAI;

/// <summary>Gives what it has, then nothing until it is cancelled: a model that thinks for ever.</summary>
internal sealed class StalledStream(string text = "") : MemoryStream
{
    private readonly TaskCompletionSource _stalled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationToken _token;
    private byte[] _left = System.Text.Encoding.UTF8.GetBytes(text);

    /// <summary>Done when the reader waits for more than there is.</summary>
    public Task Stalled => _stalled.Task;

    /// <summary>A read that was waiting was cancelled, which is what closes a real connection.</summary>
    public bool Aborted { get; private set; }

    public bool Disposed { get; private set; }

    /// <summary>The waiting read's token has fired. Told at once, while the reader's own tasks may still be on their way.</summary>
    public bool IsCancelled => _token.IsCancellationRequested;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_left.Length > 0)
        {
            var length = Math.Min(buffer.Length, _left.Length);
            _left.AsSpan(..length).CopyTo(buffer.Span);
            _left = _left[length..];
            return length;
        }

        _token = cancellationToken;
        _stalled.TrySetResult();
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Aborted = true;
            throw;
        }

        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        Disposed = true;
        base.Dispose(disposing);
    }
}
