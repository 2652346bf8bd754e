using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;

namespace Gateway.OpenAI;

/// <summary>
/// The updates of one stream. <see cref="TryRead"/> gives, without waiting, what has arrived; only then is <see cref="FillAsync"/> to be awaited.
/// So a reader can tell where a pause begins, and flush there rather than after each token.
/// </summary>
internal sealed class UpstreamStream(UpstreamCall call, SseReader events, Stream body, RemoteModel model, CallProgress? progress) : IAsyncDisposable
{
    // Enough to get through what has arrived already to a read that waits.
    private const int AbortReads = 16;

    private readonly ChunkReader _chunks = new(model.Name, model.ApiKey);
    private readonly Queue<ChatResponseUpdate> _ready = new();
    private bool _done;

    public bool TryRead([NotNullWhen(true)] out ChatResponseUpdate? update)
    {
        while (!_ready.TryDequeue(out update))
        {
            if (_done || !events.TryRead(out var data)) return false;
            call.Begin();
            if (data.Span.Trim((byte)' ').SequenceEqual("[DONE]"u8)) End();
            else _chunks.Read(data, _ready);
        }

        progress?.Count(update);
        return true;
    }

    /// <summary>Waits for more.</summary>
    /// <returns>False at the end of the answer.</returns>
    /// <exception cref="ModelCallException">The stream broke, ended early, or took too long.</exception>
    public async ValueTask<bool> FillAsync()
    {
        if (_done) return false;
        try
        {
            if (await events.FillAsync(call.Token)) return true;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            throw call.Translate(exception, "broke off its answer");
        }

        if (!_chunks.HasFinished) throw new ModelCallException(new ModelFault(FaultKind.Upstream, $"model '{model.Name}': the stream ended early"));
        End();
        return _ready.Count > 0;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_done) await AbortAsync();
        events.Dispose();
        await body.DisposeAsync();
    }

    private void End()
    {
        _done = true;
        _chunks.Complete(_ready);
    }

    /// <summary>
    /// Makes the endpoint stop. A response that is merely disposed is first drained by SocketsHttpHandler, for up to two seconds, in the hope of
    /// using its connection again, and all that time the endpoint goes on generating; a cancelled read closes the connection at once.
    /// </summary>
    private async ValueTask AbortAsync()
    {
        using var abort = new CancellationTokenSource();
        var scratch = new byte[1024];
        try
        {
            for (var i = 0; i < AbortReads; i++)
            {
                var read = body.ReadAsync(scratch, abort.Token);
                if (!read.IsCompleted) await abort.CancelAsync();
                if (await read == 0) return;
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or HttpRequestException or ObjectDisposedException)
        {
            // The connection is gone, which is what was wanted.
        }
    }
}
